internal import Glibc
internal import Lifecycle
internal import Platform

/// Vaults in SQLite files.
final class SQLiteStores: StoreMaker {
    init() {}

    func isThere(_ place: String) -> Bool { unsafe access(place, F_OK) == 0 }

    func isHidden(_ place: String) -> Bool { unsafe access(place, F_OK) != 0 && errno == EACCES }

    func open(_ place: String) throws(LedgerError) -> OpenedStore {
        let files = try VaultFiles(at: place)
        try files.requireSafe()
        let connection = try SQLiteStores.connect(files)
        if try Schema.version(of: connection) == 1 {
            do throws(LedgerError) {
                try Format1.check(connection)
                return .format1(connection, files)
            } catch {
                // By now another process may have migrated it.
                guard try Schema.version(of: connection) != 1 else { throw error }
            }
        }
        try Schema.check(connection)
        if !connection.isFixed { try connection.writeAhead() }
        return .rows(try SQLiteRowStore(connection, files))
    }

    func openWithMore(_ place: String) throws(LedgerError) -> OpenedStore {
        let files = try VaultFiles(at: place)
        try files.requireSafe()
        let connection = try SQLiteStores.connect(files)
        try Schema.requireTables(connection)
        return .rows(try SQLiteRowStore(connection, files))
    }

    /// Connects to a file. One that this user may not write is read as it is, where all of it is in the file.
    static func connect(_ files: VaultFiles) throws(LedgerError) -> Connection {
        let isWritable =
            unsafe faccessat(AT_FDCWD, files.vault, W_OK, AT_EACCESS) == 0
            && faccessat(AT_FDCWD, Path.folder(of: files.vault), W_OK, AT_EACCESS) == 0
        let isWhole = Files.size(of: files.log) <= 0
        return try Connection(path: files.vault, alone: !isWritable && isWhole)
    }

    /// It is made whole under another name and then linked to its own, so that a crash leaves no half a vault.
    func make(
        _ place: String, filledBy fill: (RowSink) throws(LedgerError) -> Void,
        provenBy prove: (any RowStore) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let folder = Path.folder(of: place)
        try Ownership.requireSafe(folder)
        do throws(SystemError) { try Files.makeFolder(folder) } catch { throw LedgerError(error).at(folder) }
        try SQLiteStores.requireNoLog(of: place)
        let draft = try FileDraft(of: place)
        try SQLiteStores.fill(draft.path, fill, prove)
        try SQLiteStores.requireNoLog(of: place)
        try draft.publish()
    }

    /// SQLite would lay what is left of a vault that was at a place over a new one there.
    private static func requireNoLog(of place: String) throws(LedgerError) {
        for ending in ["-wal", "-journal"] where Files.size(of: place + ending) > 0 {
            throw LedgerError(.exists, .log).at(place + ending)
        }
    }

    private static func fill(
        _ draft: String, _ fill: (RowSink) throws(LedgerError) -> Void,
        _ prove: (any RowStore) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let connection = try Connection(path: draft)
        try connection.execute("BEGIN IMMEDIATE")
        try Schema.make(in: connection)
        let store = try SQLiteRowStore(connection, VaultFiles(at: draft))
        var hasAudit = false
        try fill { (write) throws(LedgerError) in
            if write.key.table == .audit, !hasAudit {
                try connection.execute(text: Schema.text(of: .audit))
                hasAudit = true
            }
            try store.put(write)
        }
        try connection.execute("COMMIT")
        try connection.writeAhead()
        try connection.emptyLog()
        try prove(store)
        store.end()
        try connection.emptyLog()
        if try connection.isMarked() { try connection.mark(false) }
    }

    func hasRemains(_ place: String) -> Bool {
        guard let files = try? VaultFiles(at: place) else { return false }
        return FormatCopy(of: files).isThere
    }

    func removeRemains(_ place: String) {
        guard let files = try? VaultFiles(at: place) else { return }
        FormatCopy(of: files).remove()
    }

    func explained(_ error: LedgerError, at place: String, _ keyring: Keyring?) -> LedgerError {
        guard let files = try? VaultFiles(at: place) else { return error }
        guard !files.isApart(error) else { return LedgerError(.older, .log).at(place) }
        return files.explained(error, keyring)
    }
}
