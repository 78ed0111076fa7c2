internal import CSQLite
internal import Glibc
internal import Lifecycle
internal import Platform

/// The rows of a vault in one SQLite file.
final class SQLiteRowStore: RowStore {
    private let rows: SQLiteRows
    let files: VaultFiles
    private let opened: OpenFiles
    private var isLooking = false

    /// Takes a connection to a file whose tables were checked.
    init(_ connection: Connection, _ files: VaultFiles) throws(LedgerError) {
        opened = try OpenFiles(files, of: connection)
        (rows, self.files) = (SQLiteRows(connection), files)
    }

    var connection: Connection { rows.connection }
    var limits: StoreLimits { .least }
    var file: FileStatus.Identity { opened.file }

    func begin(writing: Bool) throws(LedgerError) {
        try opened.check()
        if opened.isWritten { try refresh() }
        do throws(LedgerError) {
            if writing { try connection.execute("BEGIN IMMEDIATE") } else { try connection.execute("BEGIN") }
        } catch { throw files.located(error) }
        isLooking = true
    }

    /// Drops what is known of a file that was written to, by a checkpoint or past SQLite.
    private func refresh() throws(LedgerError) {
        // A file without a log beside it is read as if it never changed.
        guard !connection.isFixed || !opened.hasChanged else {
            throw LedgerError(.replaced, .file).at(files.named)
        }
        try opened.refresh(connection)
    }

    func end() {
        guard isLooking else { return }
        isLooking = false
        try? connection.execute("ROLLBACK")
    }

    func get(_ key: RowKey) throws(LedgerError) -> [UInt8]? { try rows.get(key) }

    func cursor(_ table: Table, after: [UInt8]?, backwards: Bool) throws(LedgerError) -> any RowCursor {
        try rows.cursor(table, after: after, backwards: backwards)
    }

    func commit(_ writes: [RowWrite], expecting head: [UInt8]) throws(LedgerError) -> CommitAnswer {
        defer { end() }
        let size = writes.reduce(0) { $0 + $1.key.bytes.count + ($1.value?.count ?? 0) }
        guard writes.count <= limits.writes, size <= limits.bytes else {
            throw LedgerError(.failed, .database)
        }
        guard try isHead(head), try announceLog(), try isHead(head) else { return .conflict }
        for write in writes { try put(write) }
        do throws(LedgerError) { try connection.execute("COMMIT") } catch {
            end()
            // Where nothing has come into the log, there is none.
            try? clearMark()
            return .unknown(error)
        }
        isLooking = false
        try opened.check()
        return .committed
    }

    /// Whether nobody has committed since the head was read: one of both copies may be damaged, and both change with every commit.
    private func isHead(_ head: [UInt8]) throws(LedgerError) -> Bool {
        if let first = try? get(.head), first == head { return true }
        return try get(RowKey(.second, DoorRow.head.rawValue)) == head
    }

    /// Puts a row there: over the one with its key, which so stays where it is, or as a new one.
    func put(_ write: RowWrite) throws(LedgerError) { try rows.put(write) }

    func mark() throws(LedgerError) -> StoreMark? {
        try opened.check()
        if connection.isFixed, opened.isWritten { try refresh() }
        return unchecked()
    }

    func isStill(_ mark: StoreMark) throws(LedgerError) -> Bool { unchecked() == mark }

    private func unchecked() -> StoreMark? {
        guard !connection.isFixed else { return StoreMark() }
        guard var mark = connection.indexHeader() else { return nil }
        opened.complete(&mark)
        return mark
    }

    func scrub() throws(LedgerError) {
        try opened.check()
        FileDraft.removeAbandoned(of: files.vault)
        try connection.emptyLog()
    }

    func consolidate() throws(LedgerError) -> Bool {
        // The log may be another file's by now: what others wrote to it would go into this one.
        try opened.check()
        if connection.isFixed { return true }
        guard try connection.emptyLogIfFree() else { return false }
        try clearMark()
        return true
    }

    func forget() { try? connection.forgetPages() }
}

// What is committed is in the log first. A copy of the file without it would be an older vault: so the file says that there is a log, for as
// long as not all of it is in the file.

extension SQLiteRowStore {
    func isApart() throws(LedgerError) -> Bool { try connection.isMarked() && Files.size(of: files.log) <= 0 }

    /// Has the file say so before the first commit into a log: what is in it is proven by now. The transaction begins anew, since its
    /// first page, which a later checkpoint writes as it was read, has to say so, too. `false` where others are in the way all the time.
    private func announceLog() throws(LedgerError) -> Bool {
        for _ in 0..<SQLiteRowStore.mostTries {
            if try connection.isMarked() { return true }
            do throws(LedgerError) { try connection.mark(true) } catch {
                try? connection.mark(false)
                throw error
            }
            end()
            try connection.forgetPages()
            try connection.execute("BEGIN IMMEDIATE")
            isLooking = true
        }
        return false
    }

    private static let mostTries = 16

    /// Takes the mark away where all of the log is in the file; whoever writes at the moment does so at the end.
    private func clearMark() throws(LedgerError) {
        guard try connection.isMarked() else { return }
        let usual = connection.patience
        try connection.setPatience(0)
        defer { try? connection.setPatience(usual) }
        guard (try? connection.execute("BEGIN IMMEDIATE")) != nil else { return }
        defer { try? connection.execute("ROLLBACK") }
        if Files.size(of: files.log) <= 0 { try connection.mark(false) }
    }
}
