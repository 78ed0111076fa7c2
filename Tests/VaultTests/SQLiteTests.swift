import FaultySQLite
import Lifecycle
import TestSupport
import Testing
import Vault

@Suite("What makes SQLite safe")
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
        Raw.run("UPDATE vault SET head = zeroblob(17 << 20)", in: fixture.path)
        #expect(throws: LedgerError(.altered, .database)) { try fixture.open() }
    }

    @Test("an entry in the place of the next one stops hand-outs as an alteration, not as a failure")
    func auditInTheWay() throws {
        let ledger = try fixture.open()
        try fixture.seal("ci", "string", in: ledger)
        Raw.run("INSERT INTO audit SELECT max(sequence) + 1, randomblob(99) FROM audit", in: fixture.path)
        let use = HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 1, user: 0, executable: ""))
        #expect(throws: LedgerError(.altered, .audit)) { try ledger.handOut([try Label("ci")], as: use) }
    }

    @Test("what another process changes as soon as a hand-out is written is what the next hand-out builds on")
    func betweenHandOuts() throws {
        let (agent, other) = (try fixture.open(), try fixture.open())
        try fixture.seal("ci", "string", in: other)
        let use = HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 1, user: 0, executable: ""))
        let request = HandOutRequest([try Label("ci")], as: use)
        let change = Change { _ = try? fixture.seal("second", "other string", in: other) }
        unsafe faulty_after_commit(
            { given in unsafe Unmanaged<Change>.fromOpaque(given!).takeUnretainedValue().body() },
            Unmanaged.passUnretained(change).toOpaque())
        for _ in 0..<2 { #expect(try agent.handOut([request])[0].get().count == 1) }
        try other.examine()
        #expect(try other.records().map(\.label.text).sorted() == ["ci", "second"])
        withExtendedLifetime(change) {}
    }

    private final class Change {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }
}
