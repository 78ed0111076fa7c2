import Glibc
import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("An altered vault", .onFiles)
struct IntegrityTests {
    let fixture: Fixture
    init() throws {
        fixture = try Fixture()
        let ledger = try fixture.open()
        try fixture.seal("one", "string-one", in: ledger)
        try fixture.seal("two", "string-two", in: ledger)
        // So that every table has a row: a free cell, a tombstone, an operation, strings of two sizes.
        try fixture.purge(fixture.seal("three", "string-three", in: ledger), in: ledger)
        try fixture.seal("long", IntegrityTests.long, in: ledger)
        try fixture.begin(of: "one", in: ledger)
        try ledger.scrub()
    }

    private static let long = String(repeating: "long", count: 100)

    /// Reads everything there is; what comes out must be what went in.
    private func readAll() throws {
        let ledger = try fixture.open()
        for (label, string) in [("one", "string-one"), ("two", "string-two"), ("long", IntegrityTests.long)] {
            let record = try #require(try ledger.record(named: try Label(label)))
            #expect(record.label.text == label)
            #expect(try ledger.string(of: record.id).exposed == Array(string.utf8))
        }
        #expect(try ledger.records().count == 4)
        #expect(try ledger.operations().count == 1)
        #expect(try ledger.accounts() == [fixture.account])
        try ledger.examine()
    }

    private func sql(_ text: String) { Raw.run(text, in: fixture.path) }

    @Test(
        "notices rows that were changed, moved, deleted, copied or slipped in",
        arguments: IntegrityTests.statements)
    func rows(_ statement: String) throws {
        try readAll()
        sql(statement)
        let error = #expect(throws: LedgerError.self) { try readAll() }
        let codes: Set<LedgerError.Code> = [.altered, .newer, .foreign, .wrongKey]
        #expect(error.map { codes.contains($0.code) } == true, "\(statement): \(String(describing: error))")
        // A wrong key is what a person did: it is said of nothing else, but where the slots are other ones.
        if !statement.contains("id = 2") { #expect(error?.code != .wrongKey) }
    }

    @Test("a journal entry that was deleted is missed")
    func journal() throws {
        sql("DELETE FROM operations")
        #expect(throws: LedgerError(.altered, .journal)) { try fixture.open().operations() }
    }

    @Test("two swapped strings are noticed, though each of them is genuine")
    func swapped() throws {
        sql(
            """
            CREATE TABLE t AS SELECT id, value FROM cells256; UPDATE cells256 SET value =
            (SELECT value FROM t WHERE t.id = 5 - cells256.id) WHERE id IN (2, 3); DROP TABLE t
            """)
        for label in ["one", "two"] {
            #expect(throws: LedgerError(.altered, .string)) {
                try fixture.handOut(label, from: try fixture.open())
            }
        }
    }

    @Test(
        "an older row put back is noticed, though it was genuine once",
        arguments: ["items", "nodes", "changes"])
    func replayed(_ table: String) throws {
        let kept = "ATTACH '\(fixture.folder.path)/kept.db' AS k; "
        sql(kept + "CREATE TABLE k.t AS SELECT * FROM \(table)")
        let ledger = try fixture.open()
        let record = try #require(try ledger.record(named: try Label("one")))
        let revoking = Change.move(record.id, to: .revoking)
        try ledger.commit(OperationID(), journal: nil, changes: [revoking], string: nil)
        if table == "changes" {
            sql("UPDATE changes SET value = (SELECT value FROM changes ORDER BY id LIMIT 1) WHERE id = 2")
        } else {
            sql(kept + "REPLACE INTO main.\(table) SELECT * FROM k.t")
        }
        let error = #expect(throws: LedgerError.self) { try readAll() }
        #expect(error?.code == .altered)
    }

    @Test("an older copy of the whole file is noticed by the counter outside of it")
    func rolledBack() throws {
        let copy = TemporaryFolder.bytes(of: fixture.path)
        let ledger = try fixture.open()
        try fixture.seal("four", "string-four", in: ledger)
        try ledger.scrub()
        TemporaryFolder.write(copy, to: fixture.path)
        #expect(throws: LedgerError(.older, .head)) { _ = try fixture.open() }
    }

    @Test("rows of another vault with the same label do not open here")
    func foreignRows() throws {
        let other = try Fixture()
        try other.seal("one", "string-of-another", in: try other.open())
        try other.open().scrub()
        sql(
            "ATTACH '\(other.path)' AS o; REPLACE INTO main.items SELECT * FROM o.items; REPLACE INTO main.labels SELECT * FROM o.labels"
        )
        #expect(throws: LedgerError.self) { try readAll() }
    }
}
