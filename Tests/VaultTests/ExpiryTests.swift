import Lifecycle
import TestSupport
import Testing

@testable import Vault

@Suite("Hand-outs of tokens whose expiry has passed")
struct ExpiryTests {
    private let fixture: Fixture
    private let ledger: any UnlockedVault
    private let expiry: Instant

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
        expiry = fixture.clock.now.advanced(by: 60)
        try fixture.seal("ci", "one", in: ledger, expiry: .at(expiry))
    }

    /// What becomes of a request at a time; `nil` for a hand-out.
    private func outcome(_ expired: HandOutUse.Expired, at time: Instant) throws -> LedgerError? {
        var use = HandOutUse(
            verb: "get", time: time, caller: Caller(pid: 7, user: 0, executable: "/bin/true"))
        use.expired = expired
        do throws(LedgerError) {
            let handed = try ledger.handOut([try label()], as: use)
            #expect(handed.map(\.expiry) == [.at(expiry)])
            return nil
        } catch { return error }
    }

    private func label() throws(LedgerError) -> Label {
        guard let label = try? Label("ci") else { throw LedgerError(.failed) }
        return label
    }

    private func events() throws -> [AuditEntry.Event] { try ledger.audit().map(\.event).suffix(1) }

    @Test("is handed out up to its last second, and then refused with its date, which the log has")
    func refused() throws {
        #expect(try outcome(.unasked, at: expiry.advanced(by: -1)) == nil)
        let error = try outcome(.refused, at: expiry)
        #expect(error?.code == .expired && error?.moment == expiry)
        #expect(try events() == [.refused])
    }

    @Test("before the clock was looked at nothing is handed out and nothing is noted")
    func unasked() throws {
        let before = try ledger.audit().count
        #expect(try outcome(.unasked, at: expiry)?.code == .perhapsExpired)
        #expect(try ledger.audit().count == before)
    }

    @Test("is handed out where somebody wants it so, or the clock is not known to be right")
    func allowed() throws { #expect(try outcome(.allowed, at: expiry.advanced(by: 86_400)) == nil) }

    @Test("is handed out where the log knows of a later time than the clock")
    func behind() throws {
        #expect(try outcome(.allowed, at: expiry.advanced(by: 1000)) == nil)
        #expect(try outcome(.refused, at: expiry.advanced(by: 999)) == nil)
        #expect(try outcome(.refused, at: expiry.advanced(by: 1001))?.code == .expired)
    }

    @Test("a clock that nobody keeps right allows, one that is kept right refuses", arguments: [true, false])
    func clock(_ isSynchronised: Bool) {
        fixture.clock.isSynchronised = isSynchronised
        #expect(HandOutUse.Expired(by: fixture.clock) == (isSynchronised ? .refused : .allowed))
    }
}
