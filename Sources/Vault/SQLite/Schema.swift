internal import Lifecycle

/// The tables of a file. Their text is compared on opening, so that nobody can add a trigger or a view.
enum Schema {
    /// `LKST`, in the header field that SQLite gives to applications.
    static let application: Int64 = 0x4C4B_5354
    /// The version of the format that is written, in `user_version`.
    static let version: Int64 = 2

    private static let made: [Table] = Table.allCases.filter { $0 != .audit }

    static func text(of table: Table) -> String {
        table == .audit
            ? "CREATE TABLE audit (sequence INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT"
            : table.isNumbered
                ? "CREATE TABLE \(table.name) (id INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT"
                : "CREATE TABLE \(table.name) (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID"
    }

    /// Makes the tables, within a transaction.
    static func make(in connection: Connection) throws(LedgerError) {
        try connection.execute("PRAGMA application_id = 0x4C4B5354")
        try connection.execute("PRAGMA user_version = 2")
        for table in made { try connection.execute(text: text(of: table)) }
    }

    /// The version of the format of a file; throws `foreign` where it is no vault, `newer` for one of a later version.
    static func version(of connection: Connection) throws(LedgerError) -> Int64 {
        guard try connection.number("PRAGMA application_id") == application else {
            throw LedgerError(.foreign, .applicationID)
        }
        let version = try connection.number("PRAGMA user_version") ?? 0
        guard version <= Schema.version else { throw LedgerError(.newer, .userVersion) }
        guard version > 0 else { throw LedgerError(.foreign, .userVersion) }
        return version
    }

    /// Throws `altered` unless the file holds these tables at least.
    static func requireTables(_ connection: Connection) throws(LedgerError) {
        guard try version(of: connection) == version,
            Set(made.map { Array(text(of: $0).utf8) })
                .isSubset(of: try texts(in: connection))
        else { throw LedgerError(.altered, .schema) }
    }

    private static func texts(in connection: Connection) throws(LedgerError) -> Set<[UInt8]> {
        var found: Set<[UInt8]> = []
        try connection.query("SELECT CAST(sql AS BLOB) FROM sqlite_schema WHERE sql IS NOT NULL") {
            (row) throws(LedgerError) in found.insert(row.blob(0) ?? [])
        }
        return found
    }

    /// Throws `altered` unless the file holds these tables and nothing else.
    static func check(_ connection: Connection) throws(LedgerError) {
        // Pages that SQLite moves would leave old copies of rows behind.
        guard try connection.number("PRAGMA auto_vacuum") == 0 else { throw LedgerError(.altered, .schema) }
        var found: Set<[UInt8]> = []
        var count = 0
        try connection.query("SELECT CAST(sql AS BLOB) FROM sqlite_schema WHERE sql IS NOT NULL") {
            (row) throws(LedgerError) in
            found.insert(row.blob(0) ?? [])
            count += 1
        }
        found.remove(Array(text(of: .audit).utf8))
        guard found.count == made.count, count - found.count <= 1,
            found == Set(made.map { Array(text(of: $0).utf8) })
        else { throw LedgerError(.altered, .schema) }
    }
}
