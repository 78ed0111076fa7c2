internal import CSQLite
internal import Glibc
internal import Lifecycle
internal import Platform

/// The rows of a vault in one SQLite file.
final class SQLiteRowStore: RowStore {
    let connection: Connection
    let files: VaultFiles
    private let opened: OpenFiles
    private var isLooking = false

    /// Takes a connection to a file whose tables were checked.
    init(_ connection: Connection, _ files: VaultFiles) throws(LedgerError) {
        opened = try OpenFiles(files, of: connection)
        (self.connection, self.files) = (connection, files)
    }

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

    func get(_ key: RowKey) throws(LedgerError) -> [UInt8]? {
        guard let value = key.table.value(of: key.bytes) else { return nil }
        let wanted = TableStatement(.get, key.table)
        let statement = unsafe try connection.take(wanted, [value])
        defer { unsafe connection.put(back: statement, wanted) }
        guard unsafe try connection.step(statement) else { return nil }
        return unsafe Row(statement).blob(0)
    }

    func cursor(_ table: Table, after: [UInt8]?, backwards: Bool) throws(LedgerError) -> any RowCursor {
        if table == .audit, try !connection.hasAudit() { return MemoryCursor([]) }
        return try SQLiteCursor(connection, table, after: after, backwards: backwards)
    }

    func commit(_ writes: [RowWrite], expecting head: [UInt8]) throws(LedgerError) -> CommitAnswer {
        defer { end() }
        let size = writes.reduce(0) { $0 + $1.key.bytes.count + ($1.value?.count ?? 0) }
        guard writes.count <= limits.writes, size <= limits.bytes else {
            throw LedgerError(.failed, .database)
        }
        guard try isHead(head) else { return .conflict }
        for write in writes { try put(write) }
        do throws(LedgerError) { try connection.execute("COMMIT") } catch { return .unknown(error) }
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
    func put(_ write: RowWrite) throws(LedgerError) {
        guard let key = write.key.table.value(of: write.key.bytes) else {
            throw LedgerError(.failed, .database)
        }
        guard let bytes = write.value else { return _ = try run(.delete, write.key.table, [key]) }
        if try run(.update, write.key.table, [key, .blob(bytes)]) == 0 {
            _ = try run(.insert, write.key.table, [key, .blob(bytes)])
        }
    }

    private func run(
        _ kind: TableStatement.Kind, _ table: Table, _ values: [Connection.Value]
    ) throws(LedgerError) -> Int {
        let wanted = TableStatement(kind, table)
        let statement = unsafe try connection.take(wanted, values)
        defer { unsafe connection.put(back: statement, wanted) }
        _ = unsafe try connection.step(statement)
        return connection.changes
    }

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
        try connection.emptyLog()
    }

    func consolidate() throws(LedgerError) -> Bool {
        // The log may be another file's by now: what others wrote to it would go into this one.
        try opened.check()
        if connection.isFixed { return true }
        return try connection.emptyLogIfFree()
    }

    func forget() { try? connection.forgetPages() }
}

/// Rows of a table of SQLite, one after the other.
@safe
final class SQLiteCursor: RowCursor {
    private let connection: Connection
    private let wanted: TableStatement
    private let statement: OpaquePointer
    private let isNumbered: Bool

    init(_ connection: Connection, _ table: Table, after: [UInt8]?, backwards: Bool) throws(LedgerError) {
        let kind: TableStatement.Kind =
            switch (backwards, after == nil) {
            case (false, true): .rising
            case (false, false): .risingAfter
            case (true, true): .falling
            case (true, false): .fallingBefore
            }
        (self.connection, wanted, isNumbered) = (connection, TableStatement(kind, table), table.isNumbered)
        let values = after.flatMap { table.value(of: $0) }.map { [$0] } ?? []
        guard after == nil || !values.isEmpty else { throw LedgerError(.failed, .database) }
        unsafe statement = try connection.take(wanted, values)
    }

    func next() throws(LedgerError) -> (key: [UInt8], value: [UInt8])? {
        var row = StoredRow()
        return try next(&row) ? (row.key, row.value) : nil
    }

    func next(_ row: inout StoredRow) throws(LedgerError) -> Bool {
        guard unsafe try connection.step(statement) else { return false }
        let found = unsafe Row(statement)
        row.key.removeAll(keepingCapacity: true)
        row.value.removeAll(keepingCapacity: true)
        if isNumbered {
            let number = UInt64(bitPattern: found.integer(0))
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                row.key.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        } else {
            found.append(0, to: &row.key)
        }
        found.append(1, to: &row.value)
        return true
    }

    deinit { unsafe connection.put(back: statement, wanted) }
}
