internal import Glibc
internal import Lifecycle

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
        guard let found = unsafe realpath(path, nil) else { throw Connection.system(errno).at(path) }
        defer { unsafe free(found) }
        (vault, named) = (unsafe String(cString: found), path)
    }

    /// Throws unless the file, those beside it and their folder are this user's: SQLite takes what lies there for its own, and
    /// another user's `-journal` would be rolled into the vault.
    func requireSafe() throws(LedgerError) {
        var status = stat()
        guard unsafe lstat(vault, &status) == 0 else { throw Connection.system(errno).at(vault) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError(.foreign, .file).at(vault) }
        try Ownership.requirePrivate(status, vault, .file)
        try Ownership.requireSafe(FileSystem.folder(of: vault))
        let link = FileSystem.folder(of: named)
        if link != FileSystem.folder(of: vault) { try Ownership.requireSafe(link) }
        for ending in VaultFiles.endings { try VaultFiles.requireSafe(vault + ending) }
    }

    /// What SQLite and `Claims` add to the name.
    private static let endings = ["-wal", "-shm", "-journal", "-lock"]

    private static func requireSafe(_ path: String) throws(LedgerError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw Connection.system(errno).at(path) }
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError(.notRegular, .file).at(path) }
        try Ownership.requirePrivate(status, path, .file)
    }
}
