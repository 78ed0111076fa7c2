import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("Hand-outs from the vault")
struct HandOutTests {
    private let fixture: Fixture
    private let record: Record
    private let ledger: any Ledger

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
        record = try fixture.seal("ci", "one", in: ledger)
    }

    private func request(
        _ confirmation: HandOutUse.Confirmation = .unasked,
        by executable: HandOutUse.Executable = .proven("/bin/true")
    ) throws -> HandOutRequest {
        var use = HandOutUse(
            verb: "get", time: fixture.clock.now,
            caller: Caller(pid: 7, user: 0, executable: "/bin/true", unit: "ci.service"),
            cgroup: "/ci.service")
        (use.confirmation, use.executable) = (confirmation, executable)
        return HandOutRequest([try Label("ci")], as: use)
    }

    private func permit(_ change: GrantChange, in ledger: any Ledger) throws {
        try ledger.commit(
            OperationID(), journal: nil, changes: [.permit(record.id, change)], string: nil)
    }

    @Test("a rule that another connection has made or taken away is in force at the next hand-out")
    func rules() throws {
        let other = try fixture.open()
        #expect(try ledger.handOut([request()])[0].get().count == 1)
        try permit(.add(Grant(unit: "web.service")), in: other)
        #expect(throws: LedgerError(.denied, "grant")) { try ledger.handOut([request()])[0].get() }
        #expect(throws: LedgerError(.denied, "grant")) {
            try other.handOut([Label("ci")], as: request().use)
        }
        try permit(.add(Grant(executable: "/bin/true")), in: other)
        #expect(throws: LedgerError(.unchallenged, "grant")) {
            try ledger.handOut([request(by: .unasked)])[0].get()
        }
        #expect(throws: LedgerError(.denied, "caller")) {
            try ledger.handOut([request(by: .unproven)])[0].get()
        }
        #expect(try ledger.handOut([request()])[0].get().count == 1)
        try permit(.clear, in: other)
        try permit(.add(Grant(isConfirmed: true)), in: other)
        #expect(throws: LedgerError(.unconfirmed, "grant")) { try ledger.handOut([request()])[0].get() }
        #expect(throws: LedgerError(.denied, "confirmation")) {
            try ledger.handOut([request(.refused)])[0].get()
        }
        #expect(try ledger.handOut([request(.given)])[0].get().count == 1)
        let told = try fixture.open().audit().suffix(7).map(\.event.name)
        #expect(told == ["handed-out", "denied", "denied", "denied", "handed-out", "denied", "handed-out"])
    }

    @Test("rules have a limit, and a purged record has none")
    func limits() throws {
        for number in 0..<Grant.most { try permit(.add(Grant(unit: "\(number).service")), in: ledger) }
        #expect(throws: LedgerError(.conflict, "grant")) {
            try permit(.add(Grant(unit: "more.service")), in: ledger)
        }
        #expect(throws: LedgerError(.absent, "grant")) { try permit(.remove(Grant.most), in: ledger) }
        try ledger.commit(
            OperationID(), journal: nil, changes: [.forget(record.id, at: fixture.clock.now)], string: nil)
        #expect(try ledger.record(record.id)?.grants == [])
        #expect(throws: LedgerError(.absent, "record")) { try permit(.clear, in: ledger) }
    }

    @Test("what one transaction tells the log is one row, and every entry is read back")
    func rows() throws {
        let before = try ledger.audit().count
        _ = try ledger.handOut([request(), request(), request()])
        #expect(try ledger.audit().count == before + 3)
        let connection = try Connection(path: fixture.path)
        // The vault and the account were two.
        #expect(try connection.number("SELECT count(*) FROM audit") == 3)
    }

    @Test("many openings that hand out once each leave the write-ahead log short")
    func log() throws {
        for _ in 0..<150 { _ = try fixture.open().handOut([Label("ci")], as: request().use) }
        #expect(FileSystem.size(of: fixture.path + "-wal") < 300 << 10)
        #expect(try fixture.open().audit().filter { $0.event == .handedOut }.count == 150)
    }
}
