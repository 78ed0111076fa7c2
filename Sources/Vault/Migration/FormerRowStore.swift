internal import Lifecycle
internal import Platform

/// The rows of a vault of format 1 as this format has them: read once, and only looked at. Where the file was written to since, it has to
/// be opened anew.
final class FormerRowStore: RowStore {
    private let rows: MemoryRowStore
    private let seen: Seen
    private let files: VaultFiles
    private let connection: Connection

    /// What shows whether anybody has written to the file since.
    struct Seen {
        fileprivate let opened: OpenFiles
        fileprivate let header: StoreMark?

        init(_ connection: Connection, _ files: VaultFiles) throws(LedgerError) {
            opened = try OpenFiles(files, of: connection)
            header = connection.indexHeader()
        }
    }

    /// Takes rows that were read after `seen`.
    init(_ rows: MemoryRows, _ connection: Connection, _ files: VaultFiles, _ seen: Seen) {
        (self.files, self.connection, self.seen) = (files, connection, seen)
        self.rows = MemoryRowStore(rows) { (backwards, after) throws(LedgerError) in
            try SQLiteCursor(connection, .audit, after: after, backwards: backwards)
        }
    }

    var limits: StoreLimits { .least }
    var file: FileStatus.Identity { seen.opened.file }

    func begin(writing: Bool) throws(LedgerError) {
        guard !writing else { throw LedgerError(.failed, .userVersion) }
        _ = try mark()
        try rows.begin(writing: false)
    }

    func end() { rows.end() }
    func get(_ key: RowKey) throws(LedgerError) -> [UInt8]? { try rows.get(key) }

    func cursor(_ table: Table, after: [UInt8]?, backwards: Bool) throws(LedgerError) -> any RowCursor {
        try rows.cursor(table, after: after, backwards: backwards)
    }

    func commit(_ writes: [RowWrite], expecting head: [UInt8]) throws(LedgerError) -> CommitAnswer {
        throw LedgerError(.failed, .userVersion)
    }

    /// Throws `replaced` where anybody has written to the file: it may be a vault of the next format by now.
    func mark() throws(LedgerError) -> StoreMark? {
        try seen.opened.check()
        let isSame = connection.isFixed || connection.indexHeader() == seen.header
        guard isSame, !seen.opened.hasChanged else { throw LedgerError(.replaced, .file).at(files.named) }
        return StoreMark()
    }

    func isStill(_ mark: StoreMark) throws(LedgerError) -> Bool { try self.mark() == mark }

    func scrub() throws(LedgerError) {}
    func consolidate() throws(LedgerError) -> Bool { true }
    func forget() { try? connection.forgetPages() }
}
