internal import Lifecycle

extension Format1 {
    /// The tables of format 1. Their text is compared, so that nobody can add a trigger or a view.
    static let tables: [StaticString] = [
        "CREATE TABLE vault (one INTEGER PRIMARY KEY CHECK (one = 1), id BLOB NOT NULL, head BLOB NOT NULL) STRICT",
        """
        CREATE TABLE slot (id BLOB PRIMARY KEY, kind INTEGER NOT NULL, passes INTEGER NOT NULL, \
        memory INTEGER NOT NULL, salt BLOB NOT NULL, wrapped BLOB NOT NULL, checksum BLOB NOT NULL) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE item (kind INTEGER NOT NULL, id BLOB NOT NULL, metadata BLOB NOT NULL, \
        data_key BLOB, string BLOB, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE name (hash BLOB PRIMARY KEY, item BLOB NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE operation (id BLOB PRIMARY KEY, entry BLOB NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE audit (sequence INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT",
        "CREATE TABLE node (path INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
    ]

    /// What a migration takes away: every table but `audit`, which stays as it is.
    static let replaced: [StaticString] = [
        "DROP TABLE vault", "DROP TABLE slot", "DROP TABLE item", "DROP TABLE name", "DROP TABLE operation",
        "DROP TABLE node",
    ]

    /// Throws `foreign`, `newer` or `altered` unless the file holds these tables and nothing else.
    static func check(_ connection: Connection) throws(LedgerError) {
        guard try connection.number("PRAGMA application_id") == 0x4C4B_5354 else {
            throw LedgerError(.foreign, .applicationID)
        }
        let version = try connection.number("PRAGMA user_version") ?? 0
        guard version <= 1 else { throw LedgerError(.newer, .userVersion) }
        guard version == 1 else { throw LedgerError(.altered, .userVersion) }
        // Pages that SQLite moves would leave old copies of rows behind.
        guard try connection.number("PRAGMA auto_vacuum") == 0 else { throw LedgerError(.altered, .schema) }
        var found: [[UInt8]] = []
        try connection.query("SELECT CAST(sql AS BLOB) FROM sqlite_schema WHERE sql IS NOT NULL") {
            (row) throws(LedgerError) in
            found.append(row.blob(0) ?? [])
        }
        guard found.count == tables.count, Set(found) == Set(tables.map { Array($0.description.utf8) }) else {
            throw LedgerError(.altered, .schema)
        }
    }
}
