import Lifecycle
import Secrets
import TestSupport
import Testing
import Vault

@Suite("Looking at a damaged vault")
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
        #expect(found.slots == 2 && found.entries > 0 && found.counter == found.newest)
        #expect(fixture.door.inspect().damages.isEmpty)
    }

    private static let aRecord = "id = (SELECT min(id) FROM item WHERE kind = 1)"
    /// What is done, the places that are told, how many tokens are whole, damaged and lost.
    static let cases: [(String, Set<String>, Int, Int, Int)] = [
        (
            "UPDATE item SET string = randomblob(length(string)) WHERE \(aRecord)", ["item", "string"], 1, 1,
            0
        ),
        ("UPDATE item SET data_key = NULL, string = NULL WHERE \(aRecord)", ["item", "string"], 1, 1, 0),
        ("UPDATE item SET metadata = randomblob(99) WHERE \(aRecord)", ["item", "record"], 1, 0, 1),
        ("DELETE FROM item WHERE \(aRecord)", ["item"], 1, 0, 1),
        (
            "INSERT INTO item SELECT kind, randomblob(16), metadata, data_key, string FROM item WHERE \(aRecord)",
            ["item", "record"], 2, 0, 1
        ),
        ("UPDATE item SET string = randomblob(99) WHERE kind = 2", ["item", "account"], 2, 0, 0),
        ("UPDATE item SET metadata = randomblob(99) WHERE kind = 2", ["item", "account"], 2, 0, 1),
        ("INSERT INTO node VALUES (99999999, randomblob(33))", ["stray"], 2, 0, 0),
        (
            "INSERT INTO node SELECT path + 10000000, body FROM node ORDER BY path DESC LIMIT 1", ["stray"],
            2, 0,
            0
        ),
        (
            "PRAGMA ignore_check_constraints = ON; INSERT INTO vault SELECT 2, id, head FROM vault",
            ["stray"], 2, 0, 0
        ),
        ("INSERT INTO audit SELECT max(sequence) + 1, randomblob(99) FROM audit", ["audit"], 2, 0, 0),
        ("DELETE FROM name", ["name"], 2, 0, 0),
        ("INSERT INTO operation VALUES (randomblob(16), randomblob(99))", ["journal"], 2, 0, 0),
        ("DELETE FROM audit WHERE sequence = 1", ["audit"], 2, 0, 0),
        ("UPDATE vault SET head = randomblob(length(head))", ["head"], 0, 2, 0),
        ("DELETE FROM node", ["node"], 0, 2, 0),
        ("DELETE FROM slot WHERE kind = 3", ["slot"], 2, 0, 0),
        ("UPDATE slot SET passes = 1 WHERE kind = 3", ["slot"], 2, 0, 0),
        ("CREATE TABLE more (x)", ["schema"], 2, 0, 0),
        ("PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = FULL; VACUUM", ["schema"], 2, 0, 0),
    ]

    @Test("names what is wrong and goes on to what is whole", arguments: cases)
    func damaged(_ statement: String, _ places: Set<String>, _ whole: Int, _ damaged: Int, _ lost: Int) throws
    {
        Raw.run(statement, in: fixture.path)
        let found = try examine()
        #expect(found.damages.allSatisfy { $0.code == .altered }, "\(found.damages)")
        #expect(
            Set(found.damages.map(\.part.rawValue)).isSuperset(of: places), "\(statement): \(found.damages)")
        #expect(
            found.whole.count == whole && found.damaged.count == damaged && found.lost == lost, "\(found)")
        // What it says of use is true: a whole token is handed out, unless all is stopped.
        for record in found.whole {
            let ledger = try? fixture.open()
            let use = HandOutUse(
                verb: "get", time: fixture.clock.now, caller: Caller(pid: 1, user: 0, executable: ""))
            let handed = try? ledger?.handOut([record.label], as: use).first
            // Where no label leads to it any more, its id does.
            let string = handed?.string.exposed ?? (try? ledger?.string(of: record.id).exposed)
            #expect((string != nil) == !found.stopsAll, "\(statement)")
        }
    }

    @Test(
        "a slot that is damaged or missing is told without a key: it is no wrong passphrase",
        arguments: [
            "UPDATE slot SET passes = 3 WHERE kind = 2",
            "UPDATE slot SET wrapped = randomblob(72) WHERE kind = 2",
            "UPDATE slot SET checksum = randomblob(16) WHERE kind = 2", "DELETE FROM slot WHERE kind = 2",
            "DELETE FROM slot WHERE kind = 3", "DELETE FROM slot",
        ])
    func damagedSlot(_ statement: String) throws {
        Raw.run(statement, in: fixture.path)
        #expect(fixture.door.inspect().damages == [LedgerError(.altered, .slot)])
        #expect(throws: LedgerError(.altered, .slot)) { try fixture.open() }
    }

    @Test("an account that is damaged is named")
    func damagedAccount() throws {
        Raw.run("UPDATE item SET string = randomblob(99) WHERE kind = 2", in: fixture.path)
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
        Raw.run("DELETE FROM name", in: fixture.path)
        let entry = AuditEntry(.olderAccepted, time: fixture.clock.now, label: "")
        #expect(throws: LedgerError(.altered, .name)) {
            try fixture.door.acceptOlder(try fixture.key(), noting: entry)
        }
    }
}
