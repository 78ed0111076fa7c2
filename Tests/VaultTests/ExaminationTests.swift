import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("Looking at a damaged vault", .onFiles)
struct ExaminationTests {
    let fixture: Fixture
    init() throws {
        fixture = try Fixture()
        let ledger = try fixture.open()
        try fixture.seal("one", "string-one", in: ledger)
        try fixture.seal("two", "string-two", in: ledger)
        try ledger.scrub()
    }

    private func examine() throws -> Examination { try fixture.door.examine(try fixture.key()) }

    private func labels(_ records: [Record]) -> [String] { records.map(\.label.text).sorted() }

    @Test("finds nothing wrong with a whole one")
    func whole() throws {
        let found = try examine()
        #expect(found.damages.isEmpty && found.damaged.isEmpty && found.lost == 0)
        #expect(labels(found.whole) == ["one", "two"])
        #expect(found.slots == 2 && found.entries == 2 && found.counter == found.newest)
        #expect(fixture.door.inspect().damages.isEmpty)
    }

    /// The key of the record `one`, which a test puts in, and a value of which version and epoch are right.
    private static let (mine, other) = (
        "key = $ONE", "CAST(substr(value, 1, 5) || randomblob(length(value) - 5) AS BLOB)"
    )

    /// What is done, the places that are told, how many tokens are whole, damaged and lost.
    static let cases: [(String, Set<String>, Int, Int, Int)] = [
        ("UPDATE cells256 SET value = randomblob(256) WHERE id = 2", ["string"], 1, 1, 0),
        ("UPDATE cells256 SET value = substr(value, 2) WHERE id = 2", ["string"], 1, 1, 0),
        ("DELETE FROM cells256 WHERE id = 2", ["string"], 1, 1, 0),
        ("UPDATE cells256 SET id = 22 WHERE id = 2", ["string", "cell"], 1, 1, 0),
        ("INSERT INTO cells4k VALUES (1, randomblob(4096))", ["cell"], 2, 0, 0),
        ("INSERT INTO cells256 SELECT max(id) + 1, value FROM cells256", ["cell"], 2, 0, 0),
        ("UPDATE items SET value = \(other) WHERE \(mine)", ["item"], 1, 0, 1),
        ("UPDATE items SET value = x'' WHERE \(mine)", ["item"], 1, 0, 1),
        ("DELETE FROM items WHERE \(mine)", ["item"], 1, 0, 1),
        ("INSERT INTO items SELECT randomblob(16), value FROM items WHERE \(mine)", ["item"], 2, 0, 1),
        ("INSERT INTO items VALUES (x'', x'')", ["item"], 2, 0, 1),
        ("UPDATE cells256 SET value = randomblob(256) WHERE id = 1", ["account"], 2, 0, 0),
        ("UPDATE items SET value = \(other) WHERE key = $ACCOUNT", ["item", "account"], 2, 0, 1),
        ("INSERT INTO nodes VALUES (99999999, randomblob(33))", ["stray"], 2, 0, 0),
        (
            "INSERT INTO nodes SELECT id + 10000000, value FROM nodes ORDER BY id DESC LIMIT 1", ["stray"], 2,
            0, 0
        ),
        ("INSERT INTO first SELECT 4, value FROM first WHERE id = 1", ["stray"], 2, 0, 0),
        ("INSERT INTO changes SELECT max(id) + 1, randomblob(99) FROM changes", ["change"], 2, 0, 0),
        ("DELETE FROM changes WHERE id = 1", ["change"], 2, 0, 0),
        ("DELETE FROM labels", ["name"], 2, 0, 0),
        ("INSERT INTO operations VALUES (randomblob(16), randomblob(99))", ["journal"], 2, 0, 0),
        ("INSERT INTO free VALUES (x'', x'')", ["free"], 2, 0, 0),
        ("UPDATE first SET value = \(other) WHERE id = 3", ["first"], 2, 0, 0),
        ("UPDATE second SET value = \(other) WHERE id = 3", ["second"], 2, 0, 0),
        ("DELETE FROM first", ["first"], 2, 0, 0), ("DELETE FROM second", ["second"], 2, 0, 0),
        ("DELETE FROM first WHERE id = 3; DELETE FROM second WHERE id = 3", ["head"], 0, 2, 0),
        ("DELETE FROM nodes", ["node"], 0, 2, 0),
        // Nobody is told to get a later version because a byte of a node was changed.
        ("UPDATE nodes SET value = CAST(x'02' || substr(value, 2) AS BLOB)", ["node"], 0, 2, 0),
        (Schema.text(of: .audit), ["stray"], 2, 0, 0),
        ("CREATE TABLE more (x)", ["schema"], 2, 0, 0),
        ("PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = FULL; VACUUM", ["schema"], 2, 0, 0),
    ]

    @Test("names what is wrong and goes on to what is whole", arguments: cases)
    func damaged(_ statement: String, _ places: Set<String>, _ whole: Int, _ damaged: Int, _ lost: Int) throws
    {
        let one = try #require(try fixture.open().record(named: try Label("one")))
        let keys = ["$ONE": one.id.bytes, "$ACCOUNT": fixture.account.id.bytes]
        let sql = keys.reduce(statement) { $0.replacing($1.key, with: "x'\(Hex.text($1.value))'") }
        Raw.run(sql, in: fixture.path)
        let found = try examine()
        #expect(found.damages.allSatisfy { $0.code == .altered }, "\(found.damages)")
        #expect(
            Set(found.damages.map(\.part.rawValue)).isSuperset(of: places), "\(statement): \(found.damages)")
        #expect(
            found.whole.count == whole && found.damaged.count == damaged && found.lost == lost, "\(found)")
        // What it says of use is true: a whole token is handed out, unless all is stopped.
        for record in found.whole {
            let ledger = try? fixture.open()
            let handed = try? ledger.flatMap { try fixture.handOut(record.label.text, from: $0) }
            // Where no label leads to it any more, its id does.
            let string = handed ?? (try? ledger?.string(of: record.id).exposed)
            let expected = found.stopsAll ? nil : Array("string-\(record.label.text)".utf8)
            #expect(string == expected, "\(statement)")
        }
    }

    @Test(
        "a vault that is open finds what one finds who opens it to look",
        arguments: [
            "SELECT 1", "UPDATE cells256 SET value = randomblob(256) WHERE id = 2", "DELETE FROM nodes",
            "DELETE FROM first WHERE id = 3; DELETE FROM second WHERE id = 3",
            "UPDATE second SET value = x'' WHERE id = 2", "DELETE FROM labels",
        ])
    func held(_ statement: String) throws {
        let ledger = try fixture.open()
        Raw.run(statement, in: fixture.path)
        let found = try ledger.examination()
        #expect(found == (try examine()))
        #expect(found.damages.isEmpty == (statement == "SELECT 1"), "\(found.damages)")
    }

    @Test("an account that is damaged is named")
    func damagedAccount() throws {
        Raw.run("UPDATE cells256 SET value = randomblob(256) WHERE id = 1", in: fixture.path)
        #expect(try examine().damagedAccounts.map(\.name.text) == ["work"])
    }

    @Test("an older copy is told apart, and accepted on purpose, once and for all")
    func older() throws {
        let copy = TemporaryFolder.bytes(of: fixture.path)
        let ledger = try fixture.open()
        try fixture.seal("three", "string-three", in: ledger)
        for name in TemporaryFolder.names(in: "\(fixture.folder.path)/data") {
            TemporaryFolder.remove("\(fixture.folder.path)/data/\(name)")
        }
        TemporaryFolder.write(copy, to: fixture.path)
        #expect(throws: LedgerError(.older, .head)) { try fixture.open() }
        let found = try examine()
        #expect(found.canBeAccepted && found.stopsAll && found.counter < found.newest)
        #expect(labels(found.whole) == ["one", "two"])

        let entry = AuditEntry(.olderAccepted, time: fixture.clock.now, label: "")
        try fixture.door.acceptOlder(try fixture.key(), noting: entry)
        #expect(try labels(fixture.open().records()) == ["one", "two"])
        #expect(try fixture.open().audit().last == entry)
        try fixture.seal("four", "string-four", in: try fixture.open())
        #expect(try examine().damages.isEmpty)
    }

    @Test("an older copy that is damaged, too, is not accepted")
    func olderAndDamaged() throws {
        Raw.run("DELETE FROM labels", in: fixture.path)
        let entry = AuditEntry(.olderAccepted, time: fixture.clock.now, label: "")
        #expect(throws: LedgerError(.altered, .name)) {
            try fixture.door.acceptOlder(try fixture.key(), noting: entry)
        }
    }
}
