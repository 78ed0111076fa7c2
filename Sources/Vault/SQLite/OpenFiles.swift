internal import Glibc
internal import Lifecycle
internal import Platform

/// The files that a connection has open, told from others that are at their paths by now.
///
/// Whoever puts another vault at the path may have revoked tokens in it, and what is written to a file that was moved away or
/// deleted is lost: so this is looked at before each transaction.
///
/// A copy that is written over the file (`cp`) leaves it the same file, and SQLite sees nothing of it: what it has in memory
/// would be used on, and written into the copy. The times of the file tell.
final class OpenFiles {
    /// Which file it is, and whose it was when that was found right.
    private struct Identity: Equatable {
        let file: FileStatus.Identity
        let kind: FileStatus.Kind
        let owner: UInt32
        let permissions: UInt32

        init(_ status: FileStatus) {
            (file, kind) = (status.identity, status.kind)
            (owner, permissions) = (status.owner, status.permissions)
        }
    }

    /// When a file was changed last, and its size: a checkpoint changes them, too.
    private struct Stamp: Equatable {
        let changed: Int64
        let size: Int

        init(_ status: FileStatus) { (changed, size) = (status.changed, status.size) }
    }

    /// Adds when the file was written to last, and its size, to the header of the log's index.
    func complete(_ mark: inout StoreMark) {
        (mark.numbers[12], mark.numbers[13]) = (UInt64(bitPattern: stamp.changed), UInt64(stamp.size))
    }

    /// Whether the file was written to since it was opened.
    var hasChanged: Bool { stamp != first }

    /// Which file is open.
    var file: FileStatus.Identity { vaultIdentity.file }

    private let path: String
    private let log: String
    private let vaultIdentity: Identity
    private var stamp: Stamp
    private let first: Stamp
    /// Whether the file may have been written to since the connection's memory of it was last dropped: what it read before the
    /// first look, too.
    private(set) var isWritten = true
    /// `nil` where there is no log.
    private let logIdentity: Identity?

    /// Takes the identities of a vault's files, which were opened and read just now.
    init(_ files: VaultFiles, of connection: Connection) throws(LedgerError) {
        (path, log) = (files.named, files.log)
        let status = try OpenFiles.status(of: path, .file)
        try OpenFiles.require(status, path, .file)
        (vaultIdentity, stamp) = (Identity(status), Stamp(status))
        first = stamp
        do throws(LedgerError) { logIdentity = try OpenFiles.identity(of: log, .log) } catch
            where error.code == .gone
        {
            logIdentity = nil
        }
        guard !connection.hasMoved else { throw LedgerError(.replaced, .file).at(path) }
    }

    /// Throws `gone` where nothing is at a path any more, `replaced` where it is another file, `exposed` or `foreignOwner` where
    /// it is not this user's alone.
    func check() throws(LedgerError) {
        let now = Stamp(try OpenFiles.check(path, .file, against: vaultIdentity))
        if now != stamp { (stamp, isWritten) = (now, true) }
        if let logIdentity { _ = try OpenFiles.check(log, .log, against: logIdentity) }
    }

    /// Has a connection read the file anew. Nothing may be read at the moment.
    func refresh(_ connection: Connection) throws(LedgerError) {
        try connection.forgetPages()
        isWritten = false
    }

    private static func check(
        _ path: String, _ part: LedgerError.Part, against known: Identity
    ) throws(LedgerError) -> FileStatus {
        let status = try status(of: path, part)
        guard Identity(status) != known else { return status }
        try require(status, path, part)
        guard status.identity == known.file else { throw LedgerError(.replaced, part).at(path) }
        return status
    }

    private static func identity(of path: String, _ part: LedgerError.Part) throws(LedgerError) -> Identity {
        let status = try status(of: path, part)
        try require(status, path, part)
        return Identity(status)
    }

    private static func require(_ status: FileStatus, _ path: String, _ part: LedgerError.Part)
        throws(LedgerError)
    {
        guard status.kind == .file else { throw LedgerError(.replaced, part).at(path) }
        try Ownership.requirePrivate(status, path, part)
    }

    private static func status(of path: String, _ part: LedgerError.Part) throws(LedgerError) -> FileStatus {
        do throws(SystemError) { return try FileStatus(of: path) } catch {
            let isGone = error.number == ENOENT || error.number == ENOTDIR
            throw (isGone ? LedgerError(.gone, part) : LedgerError(error)).at(path)
        }
    }
}
