internal import Glibc
internal import Lifecycle

/// The files that a connection has open, told from others that are at their paths by now.
///
/// Whoever puts another vault at the path may have revoked tokens in it, and what is written to a file that was moved away or
/// deleted is lost: so this is looked at before each transaction.
struct OpenFiles {
    /// What the kernel tells a file by, and whose it was when that was found right.
    private struct Identity: Equatable {
        let device: dev_t
        let number: ino_t
        let owner: uid_t
        let mode: mode_t

        init(_ status: stat) {
            (device, number, owner, mode) = (status.st_dev, status.st_ino, status.st_uid, status.st_mode)
        }

        /// Whether both are one file, whoever may read it.
        func isFile(of other: Identity) -> Bool {
            device == other.device && number == other.number
        }
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
        try OpenFiles.check(path, "file", against: vaultIdentity)
        if let logIdentity { try OpenFiles.check(log, "log", against: logIdentity) }
    }

    private static func check(
        _ path: String, _ place: StaticString, against known: Identity
    ) throws(LedgerError) {
        let status = try status(of: path, place)
        guard Identity(status) != known else { return }
        try require(status, path, place)
        guard Identity(status).isFile(of: known) else { throw LedgerError(.replaced, place).at(path) }
    }

    private static func identity(of path: String, _ place: StaticString) throws(LedgerError) -> Identity {
        let status = try status(of: path, place)
        try require(status, path, place)
        return Identity(status)
    }

    private static func require(_ status: stat, _ path: String, _ place: StaticString) throws(LedgerError) {
        guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError(.replaced, place).at(path) }
        try Ownership.requirePrivate(status, path, place)
    }

    private static func status(of path: String, _ place: StaticString) throws(LedgerError) -> stat {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            let isGone = errno == ENOENT || errno == ENOTDIR
            throw (isGone ? LedgerError(.gone, place) : Connection.system(errno)).at(path)
        }
        return status
    }
}
