import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("An altered vault of format 1")
struct Format1AlteredTests {
    /// Codes that say that something is wrong with the vault, and not with this machine.
    private static let codes: Set<LedgerError.Code> = [.altered, .newer, .foreign, .wrongKey]

    private func expectNoticed(_ statement: String, in name: String) throws {
        let fixture = try Format1Fixture(name)
        fixture.sql(statement)
        let error = #expect(throws: LedgerError.self, "\(name): \(statement)") { _ = try fixture.readAll() }
        if let error { #expect(Self.codes.contains(error.code), "\(name): \(statement): \(error)") }
    }

    @Test(
        "is noticed: rows that were changed, moved, deleted, copied or slipped in",
        arguments: [
            "DELETE FROM item WHERE id = (SELECT id FROM item LIMIT 1)", "DELETE FROM item",
            "DELETE FROM item WHERE kind = 2", "DELETE FROM item WHERE kind = 3", "DELETE FROM name",
            "DELETE FROM node", "DELETE FROM audit WHERE sequence = 1",
            "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)",
            "UPDATE audit SET entry = (SELECT entry FROM audit WHERE sequence = 0) WHERE sequence = 1",
            "DELETE FROM slot WHERE kind = 3", "DELETE FROM slot WHERE kind <> 3",
            "INSERT INTO slot SELECT randomblob(16), kind, passes, memory, salt, wrapped, checksum FROM slot",
            "INSERT INTO item SELECT kind, randomblob(16), metadata, data_key, string FROM item LIMIT 1",
            "INSERT INTO item SELECT 3, id, metadata, data_key, string FROM item WHERE kind = 1 LIMIT 1",
            "INSERT INTO item SELECT 1, id, metadata, data_key, string FROM item WHERE kind = 2 LIMIT 1",
            "INSERT INTO name SELECT randomblob(32), item FROM name LIMIT 1",
            "INSERT INTO node SELECT 65536 * 4 + 65535, body FROM node WHERE path = 0",
            "INSERT INTO node SELECT -1, body FROM node WHERE path = 0",
            "INSERT INTO audit SELECT 99999, entry FROM audit WHERE sequence = 0",
            "INSERT INTO operation VALUES (randomblob(16), randomblob(99))",
            "UPDATE item SET string = (SELECT string FROM item WHERE id = (SELECT min(id) FROM item WHERE kind = 1))",
            "UPDATE item SET data_key = NULL, string = NULL",
            "UPDATE name SET item = (SELECT item FROM name ORDER BY hash DESC LIMIT 1)",
            "UPDATE vault SET head = randomblob(length(head))", "UPDATE vault SET id = randomblob(16)",
            "DELETE FROM vault", "DELETE FROM slot", "UPDATE slot SET passes = 1 WHERE kind = 1",
            "PRAGMA user_version = 2", "PRAGMA user_version = 0", "PRAGMA application_id = 7",
            "CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM item; END",
            "CREATE VIEW v AS SELECT * FROM item", "CREATE TABLE more (x)", "DROP TABLE audit",
            """
            UPDATE item AS a SET string = (SELECT b.string FROM item b WHERE b.id <> a.id AND b.kind = 2),
            data_key = (SELECT b.data_key FROM item b WHERE b.id <> a.id AND b.kind = 2) WHERE kind = 2
            """,
        ])
    func rows(_ statement: String) throws { try expectNoticed(statement, in: "plain") }

    @Test("is noticed: any single row deleted, any value of it changed", arguments: ["early", "stopped"])
    func everyRow(_ name: String) throws {
        let tables = [
            ("vault", "one", ["id", "head"]),
            ("slot", "id", ["id", "kind", "passes", "memory", "salt", "wrapped", "checksum"]),
            ("item", "id", ["kind", "id", "metadata", "data_key", "string"]),
            ("name", "hash", ["hash", "item"]), ("operation", "id", ["id", "entry"]),
            ("audit", "sequence", ["sequence", "entry"]), ("node", "path", ["path", "body"]),
        ]
        var noticed = 0
        for (table, key, columns) in tables {
            // In `stopped`, which has operations, a few rows of each table; in `early` all of them.
            let keys = try Format1Fixture(name).keys(of: table, key).prefix(name == "early" ? 999 : 3)
            for row in keys {
                try expectNoticed("DELETE FROM \(table) WHERE \(key) = \(row)", in: name)
                for column in columns {
                    let fixture = try Format1Fixture(name)
                    guard fixture.spoil(column, of: table, key, row) else { continue }
                    noticed += 1
                    #expect(throws: LedgerError.self, "\(table).\(column) of \(row)") {
                        _ = try fixture.readAll()
                    }
                }
            }
        }
        #expect(noticed > 40)
    }

    @Test(
        "is noticed: a row put back as it was in an older copy, or is in one that went another way",
        arguments: [
            ("item WHERE kind = 1", LedgerError.Part.item), ("name", .stray), ("node", .node),
            ("audit WHERE sequence = 9", .audit), ("vault", .node),
        ])
    func replayed(_ rows: String, _ part: LedgerError.Part) throws {
        let fixture = try Format1Fixture("early")
        let table = rows.prefix { $0 != " " }
        fixture.sql("ATTACH '\(fixture.fork())' AS f; REPLACE INTO main.\(table) SELECT * FROM f.\(rows)")
        let error = #expect(throws: LedgerError.self) { _ = try fixture.readAll(newest: 0) }
        #expect(error == LedgerError(.altered, part))
    }

    @Test("is noticed: the whole file put back as it was")
    func rolledBack() throws {
        let fixture = try Format1Fixture("early")
        TemporaryFolder.write(TemporaryFolder.bytes(of: fixture.fork()), to: fixture.path)
        #expect(throws: LedgerError(.older, .head)) { _ = try fixture.readAll() }
        #expect(throws: Never.self) { _ = try fixture.readAll(newest: 0) }
    }

    @Test("is noticed: a tombstone that is gone from its table, and from the leaf that proves it")
    func leaf() throws {
        let fixture = try Format1Fixture("early")
        let gone = try #require(fixture.expected.records.first { $0.state == Record.State.gone.rawValue })
        fixture.sql(
            """
            DELETE FROM item WHERE id = X'\(gone.id)';
            UPDATE node SET body = X'' WHERE path >= 262144 AND instr(body, X'\(gone.id)')
            """)
        #expect(throws: LedgerError(.altered, .node)) { _ = try fixture.readAll() }
    }

    @Test("is noticed: operations and accounts that are gone, before any record is read")
    func counted() throws {
        let (one, other) = (try Format1Fixture("early"), try Format1Fixture("early"))
        one.sql("DELETE FROM operation")
        #expect(throws: LedgerError(.altered, .journal)) { _ = try one.contents() }
        other.sql("DELETE FROM item WHERE kind = 2")
        #expect(throws: LedgerError(.altered, .item)) { _ = try other.contents() }
    }

    @Test("is noticed: a table that is another than it was")
    func table() throws {
        let fixture = try Format1Fixture("early")
        fixture.sql("DROP TABLE name; CREATE TABLE name (hash BLOB PRIMARY KEY, item BLOB NOT NULL)")
        #expect(throws: LedgerError(.altered, .schema)) {
            try Format1.check(try Connection(path: fixture.path))
        }
    }

    @Test("is noticed: a log that is cut, or goes on, already at its end", arguments: ["DELETE", "INSERT"])
    func logEnd(_ how: String) throws {
        let fixture = try Format1Fixture("plain")
        fixture.sql(
            how == "DELETE"
                ? "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)"
                : "INSERT INTO audit SELECT max(sequence) + 1, entry FROM audit")
        #expect(throws: LedgerError(.altered, .audit)) { try fixture.contents().audit.verifyEnd() }
        #expect(throws: Never.self) { try Format1Fixture("plain").contents().audit.verifyEnd() }
    }
}
