// What is done to the rows of a vault, each as an attacker who writes to the file would.

extension IntegrityTests {
    /// A value that begins with version and epoch of the one that it replaces.
    private static let other = "CAST(substr(value, 1, 5) || randomblob(length(value) - 5) AS BLOB)"

    static let statements: [String] =
        changed + deleted + moved
        + [
            "INSERT INTO items SELECT randomblob(16), value FROM items LIMIT 1",
            "INSERT INTO labels SELECT randomblob(16), value FROM labels LIMIT 1",
            "INSERT INTO operations SELECT randomblob(16), value FROM operations",
            "INSERT INTO free SELECT x'00010000000001000000000000000000', value FROM free",
            "INSERT INTO nodes SELECT max(id) + 1, value FROM nodes",
            "INSERT INTO changes SELECT max(id) + 1, value FROM changes",
            "INSERT INTO cells256 SELECT max(id) + 1, value FROM cells256",
            "INSERT INTO cells16k VALUES (1, randomblob(16384))",
            "INSERT INTO first SELECT 4, value FROM first WHERE id = 3",
            "PRAGMA user_version = 3", "PRAGMA user_version = 1", "PRAGMA user_version = 0",
            "PRAGMA application_id = 7",
            "CREATE TRIGGER t AFTER INSERT ON changes BEGIN DELETE FROM items; END",
            "CREATE VIEW v AS SELECT * FROM items", "CREATE TABLE more (x)",
            "CREATE INDEX i ON changes (value)",
            "DROP TABLE changes", "DROP TABLE cells16k",
            "CREATE TABLE audit (sequence INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT; INSERT INTO audit VALUES (0, x'00')",
        ]
        // Rows with keys that no table has, and with nothing in them.
        + ["items", "labels", "operations", "free"].flatMap { table in
            [
                "INSERT INTO \(table) VALUES (x'', x'')",
                "INSERT INTO \(table) VALUES (randomblob(16), x'01')",
                "INSERT INTO \(table) SELECT x'00', value FROM \(table) LIMIT 1",
            ]
        }
        + ["nodes", "changes", "cells256", "first", "second"].map { "INSERT INTO \($0) VALUES (-1, x'')" }

    private static let tables = ["items", "labels", "operations", "free", "nodes", "changes"]

    private static let changed =
        tables.flatMap { ["UPDATE \($0) SET value = \(other)", "UPDATE \($0) SET value = x''"] }
        + (1...3).map { "UPDATE cells256 SET value = randomblob(256) WHERE id = \($0)" }
        + (1...3).flatMap { row in
            [
                "UPDATE first SET value = \(other) WHERE id = \(row); UPDATE second SET value = \(other) WHERE id = \(row)",
                "DELETE FROM first WHERE id = \(row); DELETE FROM second WHERE id = \(row)",
            ]
        } + [
            "UPDATE cells1k SET value = substr(value, 1, 1023)",
            "UPDATE items SET value = CAST(value || x'00' AS BLOB)",
        ]

    private static let deleted =
        tables.map { "DELETE FROM \($0)" }
        + ["items", "labels", "nodes"].flatMap { table in
            (0..<3).map {
                "DELETE FROM \(table) WHERE rowid = (SELECT rowid FROM \(table) LIMIT 1 OFFSET \($0))"
            }
            .map { table == "nodes" ? $0 : $0.replacing("rowid", with: "key") }
        }
        + ["id = 1", "id = 3", "id = (SELECT max(id) FROM changes)"].map { "DELETE FROM changes WHERE \($0)" }
        + ["DELETE FROM cells256 WHERE id = 2", "DELETE FROM cells256 WHERE id = 4", "DELETE FROM cells1k"]

    private static let moved = [
        "UPDATE changes SET value = (SELECT value FROM changes WHERE id = 1) WHERE id = 2",
        "UPDATE items SET value = (SELECT value FROM items LIMIT 1)",
        "UPDATE labels SET value = (SELECT value FROM labels LIMIT 1)",
        "UPDATE nodes SET value = (SELECT value FROM nodes LIMIT 1)",
        "UPDATE cells256 SET value = (SELECT value FROM cells256 WHERE id = 2)",
        "UPDATE cells256 SET id = 20 WHERE id = 2",
        "UPDATE items SET key = randomblob(16) WHERE key = (SELECT key FROM items LIMIT 1)",
        "UPDATE operations SET key = randomblob(16)",
    ]
}
