internal import Lifecycle
internal import Platform

/// The rows of a vault of format 1 as this format has them: made once, and only looked at. Where the file was written to since, it has to
/// be opened anew.
final class FormerRowStore: RowStore {
    /// The rows, but those of the audit log.
    let converted: SQLiteRows
    private let seen: Seen
    private let files: VaultFiles
    private let connection: Connection
    /// Whether the rows are those that the vault was to become by now.
    private var isSpent = false

    /// What shows whether anybody has written to the file since.
    private struct Seen {
        let opened: OpenFiles
        let header: StoreMark?

        init(_ connection: Connection, _ files: VaultFiles) throws(LedgerError) {
            opened = try OpenFiles(files, of: connection)
            // Nothing is made beside a file that may not be written.
            header = connection.isFixed ? nil : connection.indexHeader()
        }
    }

    /// Whatever is written from here on shows; there are no rows yet.
    init(_ connection: Connection, _ files: VaultFiles, inMemory: Bool) throws(LedgerError) {
        (self.files, self.connection, seen) = (files, connection, try Seen(connection, files))
        converted = SQLiteRows(
            try ConvertedFile.make(beside: files, like: connection, inMemory: inMemory))
    }

    var limits: StoreLimits { .least }
    var file: FileStatus.Identity { seen.opened.file }

    func begin(writing: Bool) throws(LedgerError) {
        guard !writing else { throw LedgerError(.failed, .userVersion) }
        _ = try mark()
    }

    func end() {}
    func get(_ key: RowKey) throws(LedgerError) -> [UInt8]? { try converted.get(key) }

    func cursor(_ table: Table, after: [UInt8]?, backwards: Bool) throws(LedgerError) -> any RowCursor {
        let rows = table == .audit ? SQLiteRows(connection) : converted
        return try rows.cursor(table, after: after, backwards: backwards)
    }

    func commit(_ writes: [RowWrite], expecting head: [UInt8]) throws(LedgerError) -> CommitAnswer {
        throw LedgerError(.failed, .userVersion)
    }

    /// Makes the rows those of the vault's next state, with the audit log and an entry that tells of it; returns its counter and the change log's row.
    func finish(
        noting entry: AuditEntry, _ keyring: Keyring
    ) throws(LedgerError) -> (counter: UInt64, change: [UInt8]) {
        isSpent = true
        try converted.connection.execute("BEGIN")
        let log = try SQLiteCursor(connection, .audit, after: nil, backwards: false)
        while let row = try log.next() { try converted.add(RowKey(.audit, row.key), row.value) }
        var transaction = try Transaction(self, keyring)
        transaction.append(entry)
        let (writes, change) = try transaction.finish()
        for write in writes { try converted.put(write) }
        try converted.connection.execute("COMMIT")
        return (transaction.head.counter, change)
    }

    /// Throws `replaced` where anybody has written to the file: it may be a vault of the next format by now.
    func mark() throws(LedgerError) -> StoreMark? {
        try seen.opened.check()
        let isSame = connection.isFixed || connection.indexHeader() == seen.header
        guard isSame, !isSpent, !seen.opened.hasChanged else {
            throw LedgerError(.replaced, .file).at(files.named)
        }
        return StoreMark()
    }

    /// Whether nobody has written to the file; throws where it is another one by now.
    func isCurrent() throws(LedgerError) -> Bool {
        try seen.opened.check()
        return (try? mark()) != nil
    }

    func isStill(_ mark: StoreMark) throws(LedgerError) -> Bool { try self.mark() == mark }

    func scrub() throws(LedgerError) {}
    func consolidate() throws(LedgerError) -> Bool { true }
    func forget() { try? connection.forgetPages() }
}
