import FaultySQLite
import Lifecycle
import TestSupport
import Testing

@testable import Vault

@Suite("What makes SQLite safe", .onFiles)
struct SQLiteTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    @Test(
        "a setting that SQLite passes over keeps the vault closed",
        arguments: ["secure_delete", "synchronous", "cell_size_check", "temp_store"])
    func passedOver(_ pragma: String) throws {
        passingOver(pragma) {
            #expect(throws: LedgerError(.failed, .settings)) { try fixture.open() }
        }
        #expect(try fixture.open().records().isEmpty)
    }

    private func passingOver(_ pragma: String, _ body: () -> Void) {
        unsafe faulty_pass_over(pragma)
        defer { unsafe faulty_pass_over("") }
        body()
    }

    @Test("a copy without a write-ahead log gets one again, or stays closed")
    func rollbackJournal() throws {
        Raw.run("PRAGMA journal_mode = DELETE", in: fixture.path)
        passingOver("journal_mode") {
            #expect(throws: LedgerError(.failed, .settings)) { try fixture.open() }
        }
        try fixture.seal("ci", "string", in: try fixture.open())
        #expect(TemporaryFolder.bytes(of: fixture.path)[18...19] == [2, 2])
    }

    @Test("a row that is longer than any that Lockstep writes is told before it is read")
    func longRow() throws {
        Raw.run("UPDATE first SET value = zeroblob(17 << 20) WHERE id = 3", in: fixture.path)
        _ = try fixture.open()
        Raw.run("UPDATE second SET value = zeroblob(17 << 20) WHERE id = 3", in: fixture.path)
        #expect(throws: LedgerError(.altered, .database)) { try fixture.open() }
    }

    @Test("a row that was slipped in where the next change goes is written over")
    func changeInTheWay() throws {
        let ledger = try fixture.open()
        Raw.run("INSERT INTO changes SELECT max(id) + 1, randomblob(99) FROM changes", in: fixture.path)
        #expect(throws: LedgerError(.altered, .change)) { try ledger.examine() }
        try fixture.seal("ci", "string", in: ledger)
        try ledger.examine()
        #expect(try fixture.handOut("ci", from: ledger) == Array("string".utf8))
    }
}
