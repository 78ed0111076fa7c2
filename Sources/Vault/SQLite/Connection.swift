internal import CSQLite
internal import Lifecycle
internal import Secrets

/// One connection to the vault's file; closed when dropped.
///
/// Only ciphertext, keyed hashes and ids are bound: SQLite copies what it is given (style study, 4.2).
@safe
final class Connection {
    let handle: OpaquePointer
    /// Prepared statements that are not in use, by the address of their text: preparing costs more than running.
    private var prepared: [UnsafePointer<UInt8>: OpaquePointer] = unsafe [:]

    /// The same for statements that are made for a table.
    private var ofTables: [TableStatement: OpaquePointer] = unsafe [:]

    /// Whether it reads a file that is taken never to change, without a log.
    let isFixed: Bool

    /// How many milliseconds it waits for others.
    var patience = Connection.patience

    /// What can be bound to a statement.
    enum Value {
        case blob([UInt8])
        case integer(Int64)
        case null
    }

    /// Opens an existing file and sets what every connection needs; `alone` without the log beside it, and only to read
    /// (https://sqlite.org/uri.html, "immutable").
    init(path: String, alone: Bool = false) throws(LedgerError) {
        guard Connection.isWiping else { throw Connection.refusal }
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX
        let result =
            alone
            ? unsafe sqlite3_open_v2(
                Connection.address(path), &opened, flags | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nil)
            : unsafe sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_READWRITE, nil)
        guard let handle = unsafe opened else { throw LedgerError(.failed, .memory) }
        unsafe self.handle = handle
        isFixed = alone
        guard result == SQLITE_OK else { throw unsafe Connection.failure(result, handle) }
        try secure()
    }

    /// Whether SQLite wipes its memory: told it before it is used first, once a process. Where it was in use already, as in tests that make
    /// it fail, that is what the process has.
    private static let isWiping: Bool = {
        let result = lockstep_sqlite_wipe()
        return result == SQLITE_OK || result == SQLITE_MISUSE
    }()

    private static func address(_ path: String) -> String {
        let bytes = path.utf8.map { byte in
            byte == UInt8(ascii: "/") ? "/" : "%" + Hex.text([byte])
        }
        return "file:" + bytes.joined() + "?immutable=1"
    }

    /// Runs statements that take no values and whose rows do not matter.
    func execute(_ sql: StaticString) throws(LedgerError) {
        let result = unsafe sqlite3_exec(handle, sql.text, nil, nil, nil)
        guard result == SQLITE_OK else { throw unsafe Connection.failure(result, handle) }
    }

    /// Runs a statement that was put together: the text of a table, or a setting with a number.
    func execute(text: String) throws(LedgerError) {
        let result = unsafe sqlite3_exec(handle, text, nil, nil, nil)
        guard result == SQLITE_OK else { throw unsafe Connection.failure(result, handle) }
    }

    /// Whether the file has a table of version 1's audit log.
    func hasAudit() throws(LedgerError) -> Bool {
        try number("SELECT count(*) FROM sqlite_schema WHERE name = 'audit'") == 1
    }

    /// Runs one statement and hands each row to `body`; the row cannot leave it.
    func query(
        _ sql: StaticString, _ values: [Value] = [], _ body: (borrowing Row) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let statement = unsafe try take(sql)
        defer { unsafe put(back: statement, sql) }
        for (index, value) in values.enumerated() {
            let bound = unsafe Connection.bind(value, to: statement, at: Int32(index + 1))
            guard bound == SQLITE_OK else { throw unsafe Connection.failure(bound, handle) }
        }
        while true {
            switch unsafe sqlite3_step(statement) {
            case SQLITE_ROW: try body(unsafe Row(statement))
            case SQLITE_DONE: return
            case let failure: throw unsafe Connection.failure(failure, handle)
            }
        }
    }

    /// A statement that is not in use; taking it out lets a query run inside the same query.
    private func take(_ sql: StaticString) throws(LedgerError) -> OpaquePointer {
        if let ready = unsafe prepared.removeValue(forKey: sql.utf8Start) { return unsafe ready }
        var made: OpaquePointer?
        let result = unsafe sqlite3_prepare_v2(handle, sql.text, -1, &made, nil)
        guard result == SQLITE_OK, let statement = unsafe made else {
            throw unsafe Connection.failure(result, handle)
        }
        return unsafe statement
    }

    private func put(back statement: OpaquePointer, _ sql: StaticString) {
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_clear_bindings(statement)
        if let other = unsafe prepared.updateValue(statement, forKey: sql.utf8Start) {
            unsafe sqlite3_finalize(other)
        }
    }

    /// Takes a statement that is made for a table, with its values; `put(back:)` gives it back.
    func take(_ wanted: TableStatement, _ values: [Value]) throws(LedgerError) -> OpaquePointer {
        let statement =
            if let ready = unsafe ofTables.removeValue(forKey: wanted) { unsafe ready } else {
                unsafe try prepare(wanted.text)
            }
        for (index, value) in values.enumerated() {
            let bound = unsafe Connection.bind(value, to: statement, at: Int32(index + 1))
            guard bound == SQLITE_OK else {
                unsafe sqlite3_finalize(statement)
                throw unsafe Connection.failure(bound, handle)
            }
        }
        return unsafe statement
    }

    private func prepare(_ text: String) throws(LedgerError) -> OpaquePointer {
        var made: OpaquePointer?
        let result = unsafe sqlite3_prepare_v2(handle, text, -1, &made, nil)
        guard result == SQLITE_OK, let statement = unsafe made else {
            throw unsafe Connection.failure(result, handle)
        }
        return unsafe statement
    }

    /// Steps once; whether there is a row.
    func step(_ statement: OpaquePointer) throws(LedgerError) -> Bool {
        switch unsafe sqlite3_step(statement) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        case let failure: throw unsafe Connection.failure(failure, handle)
        }
    }

    func put(back statement: OpaquePointer, _ wanted: TableStatement) {
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_clear_bindings(statement)
        if let other = unsafe ofTables.updateValue(statement, forKey: wanted) {
            unsafe sqlite3_finalize(other)
        }
    }

    /// How many rows the last statement changed.
    var changes: Int { Int(unsafe sqlite3_changes(handle)) }

    /// Runs one statement that changes rows; returns how many.
    @discardableResult
    func run(_ sql: StaticString, _ values: Value...) throws(LedgerError) -> Int {
        try query(sql, values) { (_) throws(LedgerError) in }
        return Int(unsafe sqlite3_changes(handle))
    }

    /// The one number that a statement gives.
    func number(_ sql: StaticString) throws(LedgerError) -> Int64? {
        var number: Int64?
        try query(sql) { (row) throws(LedgerError) in number = row.integer(0) }
        return number
    }

    /// The one blob that a statement gives.
    func blob(_ sql: StaticString, _ values: Value...) throws(LedgerError) -> [UInt8]? {
        var blob: [UInt8]?
        try query(sql, values) { (row) throws(LedgerError) in blob = row.blob(0) }
        return blob
    }

    /// Whether another file, or none, lies at the path of the one that is open
    /// (https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html, SQLITE_FCNTL_HAS_MOVED).
    var hasMoved: Bool {
        var moved: Int32 = 0
        let result = unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        return result != SQLITE_OK || moved != 0
    }

    /// Drops all pages that are kept in memory and not in use (https://sqlite.org/pragma.html#pragma_shrink_memory).
    func forgetPages() throws(LedgerError) { try execute("PRAGMA shrink_memory") }

    /// The index of the log, in memory that all processes share; `nil` where there is none.
    private var index: UnsafeRawPointer?

    /// What the next commit of anybody changes: the header of the log's index. `nil` where the log has none in shared memory.
    func indexHeader() -> StoreMark? {
        if unsafe index == nil { unsafe index = lockstep_sqlite_index(handle) }
        guard let index = unsafe index else { return nil }
        var mark = StoreMark()
        unsafe withUnsafeMutableBytes(of: &mark.numbers) { numbers in
            if let first = numbers.baseAddress { unsafe lockstep_sqlite_header(index, first) }
        }
        return mark
    }

    private static func bind(_ value: Value, to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch value {
        case .integer(let number): unsafe sqlite3_bind_int64(statement, index, number)
        case .null: unsafe sqlite3_bind_null(statement, index)
        case .blob(let bytes):
            // SQLITE_TRANSIENT: SQLite takes its own copy, of ciphertext.
            unsafe sqlite3_bind_blob64(
                statement, index, bytes, UInt64(bytes.count),
                unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
    }

    deinit {
        unsafe ofTables.values.forEach { unsafe sqlite3_finalize($0) }
        unsafe prepared.values.forEach { unsafe sqlite3_finalize($0) }
        unsafe sqlite3_close_v2(handle)
    }
}

/// A row, for as long as the closure that it is lent to runs.
@safe
struct Row: ~Copyable {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) { unsafe self.statement = statement }

    /// A column's number.
    borrowing func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

    /// Appends a column's bytes; none for NULL.
    borrowing func append(_ column: Int32, to bytes: inout [UInt8]) {
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        guard count > 0, let start = unsafe sqlite3_column_blob(statement, column) else { return }
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
    }

    /// A column's bytes; `nil` for NULL, an empty list for a blob without bytes.
    borrowing func blob(_ column: Int32) -> [UInt8]? {
        guard unsafe sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        guard count > 0, let start = unsafe sqlite3_column_blob(statement, column) else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}

extension StaticString {
    /// The text as C wants it: static strings end with a zero byte.
    fileprivate var text: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
