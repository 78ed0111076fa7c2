internal import Glibc
internal import Lifecycle
internal import Platform

/// The vault's file and those that SQLite and Lockstep keep beside it.
struct VaultFiles {
    /// The file itself: links are followed, as SQLite follows them.
    let vault: String
    /// The path that was given, which may be a link.
    let named: String

    /// The log of what is not in the file yet (https://sqlite.org/walformat.html).
    var log: String { vault + "-wal" }

    /// Finds the file; throws `missing` when there is none.
    init(at path: String) throws(LedgerError) {
        named = path
        do throws(SystemError) { vault = try Path.real(path) } catch { throw LedgerError(error).at(path) }
    }

    /// Throws unless the file, those beside it and their folder are this user's: SQLite takes what lies there for its own, and
    /// another user's `-journal` would be rolled into the vault.
    func requireSafe() throws(LedgerError) {
        let status = try Ownership.status(at: vault)
        guard status.kind == .file else { throw LedgerError(.foreign, .file).at(vault) }
        try Ownership.requirePrivate(status, vault, .file)
        try Ownership.requireSafe(Path.folder(of: vault))
        let link = Path.folder(of: named)
        if link != Path.folder(of: vault) { try Ownership.requireSafe(link) }
        for ending in VaultFiles.endings { try VaultFiles.requireSafe(vault + ending) }
    }

    /// What SQLite and `Claims` add to the name.
    static let endings = ["-wal", "-shm", "-journal", "-lock", "-format1"]

    private static func requireSafe(_ path: String) throws(LedgerError) {
        let status: FileStatus
        do throws(SystemError) { status = try FileStatus(at: path) } catch {
            guard error.number == ENOENT else { throw LedgerError(error).at(path) }
            return
        }
        guard status.kind == .file else { throw LedgerError(.notRegular, .file).at(path) }
        try Ownership.requirePrivate(status, path, .file)
    }
}
