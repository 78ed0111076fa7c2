internal import Glibc
internal import Lifecycle
internal import Platform

/// A vault's rows in a new file, where SQLite does not write to the old one any more because pages of it are damaged.
struct RebuiltFile {
    private let store: SQLiteRowStore

    /// Takes the store that is to be rebuilt.
    init(_ store: SQLiteRowStore) { self.store = store }

    /// Copies every row, those that stand twice from `twice`, and puts the new file in the old one's place once `verify` has taken it.
    ///
    /// Nobody can commit meanwhile, and who has the old file open finds another one there.
    func replace(
        _ twice: [DoorRow: [UInt8]], _ verify: (any RowStore) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let files = store.files
        let draft = DraftName.fresh(for: files.vault)
        do throws(SystemError) { _ = try Files.make(draft) } catch { throw LedgerError(error) }
        defer { for ending in ["", "-journal", "-wal", "-shm"] { unsafe unlink(draft + ending) } }
        try store.begin(writing: true)
        defer { store.end() }
        try fill(draft, twice, verify)
        for ending in ["-wal", "-shm"] { unsafe unlink(draft + ending) }
        guard unsafe rename(draft, files.vault) == 0 else {
            throw LedgerError(SystemError(errno)).at(files.vault)
        }
        // They belong to the file that was there.
        for ending in ["-wal", "-shm"] { unsafe unlink(files.vault + ending) }
        do throws(SystemError) { try Files.syncFolder(of: files.vault) } catch {
            throw LedgerError(error).at(files.vault)
        }
    }

    private func fill(
        _ draft: String, _ twice: [DoorRow: [UInt8]], _ verify: (any RowStore) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let connection = try Connection(path: draft)
        try connection.execute("BEGIN IMMEDIATE")
        let hasAudit = try store.connection.hasAudit()
        if hasAudit { try connection.make(Schema.text(of: .audit)) }
        try Schema.make(in: connection)
        let copy = try SQLiteRowStore(connection, VaultFiles(at: draft))
        for (row, bytes) in twice { for write in row.writes(bytes) { try copy.put(write) } }
        for table in Table.allCases where table != .first && table != .second && (table != .audit || hasAudit) {
            try store.scan(table) { (key, value) throws(LedgerError) in
                try copy.put(RowWrite(key: RowKey(table, key), value: value))
                return true
            }
        }
        try connection.execute("COMMIT")
        try connection.writeAhead()
        try connection.emptyLog()
        try verify(copy)
        do throws(SystemError) { try Files.sync(draft) } catch { throw LedgerError(error) }
    }
}
