internal import Lifecycle

/// Rows of the tables of a SQLite file, by way of one connection.
struct SQLiteRows {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

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

    /// Adds a row; throws `altered` where there is one with its key.
    func add(_ key: RowKey, _ value: [UInt8]) throws(LedgerError) {
        guard let number = key.table.value(of: key.bytes) else { throw LedgerError(.failed, .database) }
        _ = try run(.insert, key.table, [number, .blob(value)])
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
