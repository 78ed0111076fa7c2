internal import Lifecycle

/// The tables. Their text is compared on opening, so that nobody can add a trigger or a view.
enum Schema {
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

    /// Makes the tables in an empty file.
    static func make(in connection: Connection) throws(LedgerError) {
        try connection.execute("PRAGMA application_id = 0x4C4B5354")
        try connection.execute("PRAGMA user_version = 1")
        for table in tables { try connection.execute(table) }
    }

    /// Throws `foreign`, `newer` or `altered` unless the file holds these tables and nothing else.
    static func check(_ connection: Connection) throws(LedgerError) {
        guard try connection.number("PRAGMA application_id") == Format.application else {
            throw LedgerError(.foreign, .applicationID)
        }
        let version = try connection.number("PRAGMA user_version") ?? 0
        guard version <= Format.version else { throw LedgerError(.newer, .userVersion) }
        guard version == Format.version else { throw LedgerError(.altered, .userVersion) }
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

extension Connection {
    /// The vault's id; throws `altered` when there is none.
    func vaultID() throws(LedgerError) -> [UInt8] {
        guard let id = try blob("SELECT id FROM vault WHERE one = 1"), id.count == 16 else {
            throw LedgerError(.altered, .vault)
        }
        return id
    }
}
