internal import Glibc
internal import Lifecycle

/// The files that a connection has open, told from others that are at their paths by now.
///
/// Whoever puts another vault at the path may have revoked tokens in it, and what is written to a file that was moved away or
/// deleted is lost: so this is looked at before each transaction.
struct OpenFiles {
    /// What the kernel tells a file by.
    private struct Identity: Equatable {
        let device: dev_t
        let number: ino_t
    }

    private let path: String
    private let log: String
    private let vaultIdentity: Identity
    /// `nil` where there is no log.
    private let logIdentity: Identity?

    /// Takes the identities of a vault's files, which were opened and read just now.
    init(_ files: VaultFiles, of connection: Connection) throws(LedgerError) {
        (path, log) = (files.named, files.log)
        vaultIdentity = try OpenFiles.identity(of: path, "file")
        do throws(LedgerError) { logIdentity = try OpenFiles.identity(of: log, "log") } catch
            where error.code == .gone
        {
            logIdentity = nil
        }
        guard !connection.hasMoved else { throw LedgerError(.replaced, "file").at(path) }
    }

    /// Throws `gone` where nothing is at a path any more, `replaced` where it is another file, `exposed` or `foreignOwner` where
    /// it is not this user's alone.
    func check() throws(LedgerError) {
        guard try OpenFiles.identity(of: path, "file") == vaultIdentity else {
            throw LedgerError(.replaced, "file").at(path)
        }
        guard let logIdentity else { return }
        guard try OpenFiles.identity(of: log, "log") == logIdentity else {
            throw LedgerError(.replaced, "log").at(log)
        }
    }

    private static func identity(of path: String, _ place: StaticString) throws(LedgerError) -> Identity {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            let isGone = errno == ENOENT || errno == ENOTDIR
            throw (isGone ? LedgerError(.gone, place) : Connection.system(errno)).at(path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError(.replaced, place).at(path) }
        try Ownership.requirePrivate(status, path, place)
        return Identity(device: status.st_dev, number: status.st_ino)
    }
}
