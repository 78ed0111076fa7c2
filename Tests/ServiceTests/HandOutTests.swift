import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

@testable import Service

@Suite("A hand-out in this process")
struct HandOutTests {
    let fixture: ServiceFixture
    let ci: Label
    init() throws {
        (fixture, ci) = (try ServiceFixture(), try Label("ci"))
        try fixture.create("ci", expiry: "1d")
    }

    private func use(to host: String? = nil) -> HandOutUse {
        HandOutUse(
            verb: "get", time: fixture.clock.now,
            caller: Caller(pid: 7, user: 1000, executable: "/bin/asker", unit: ""),
            destination: host.flatMap { Destination($0) })
    }

    private func given(_ use: HandOutUse) throws -> [HandedOut]? {
        guard case .given(let handed) = try fixture.service.handOut([ci], as: use) else { return nil }
        return handed
    }

    @Test("is logged, and gives the string")
    func plain() throws {
        let id = try #require(try fixture.vault.record(named: ci)).token.id
        let handed = try #require(try given(use()))
        #expect(handed.count == 1 && handed[0].isLogged)
        let string = try #require(fixture.provider.kept[id]).string
        let made = try SecretBytes(copying: string.span)
        let isSame = handed[0].string.matches(made)
        #expect(isSame)
        #expect(try fixture.vault.audit().last?.event == .handedOut)
    }

    @Test(
        "of what has expired by a clock that is kept right is refused; by one that is not, it is given; and as wanted, where somebody wants it",
        arguments: [(true, false, false), (false, false, true), (true, true, true)])
    func expired(_ isKept: Bool, _ isWanted: Bool, _ isGiven: Bool) throws {
        fixture.clock.now = fixture.clock.now.advanced(by: 2 * 86_400)
        fixture.clock.isSynchronised = isKept
        var use = use()
        if isWanted { use.expired = .allowed }
        if isGiven {
            #expect(try given(use)?.first?.expiry.hasPassed(at: fixture.clock.now) == true)
            return
        }
        let failure = #expect(throws: Failure.self) { try fixture.service.handOut([ci], as: use) }
        guard case .vault(let error) = failure else { throw try #require(failure) }
        #expect(error.code == .expired && error.moment != nil)
        #expect(try fixture.vault.audit().last?.event == .refused)
    }

    @Test("that a person has to agree to asks for that word, and takes it")
    func confirmed() throws {
        try fixture.service.change(.add(Grant(confirmation: .askpass)), of: ci)
        guard case .asked(.unconfirmed(let unasked, .askpass)) = try fixture.service.handOut([ci], as: use())
        else {
            Issue.record("nobody was asked")
            return
        }
        #expect(unasked.confirmation == .unasked)
        #expect(throws: Failure.vault(LedgerError(.denied, .confirmation))) {
            try fixture.service.handOut([ci], as: unasked.answered(false, by: "a test"))
        }
        #expect(try given(unasked.answered(true, by: "a test"))?.count == 1)
        #expect(try fixture.vault.audit().last?.detail == "get, confirmed by a test")
    }

    @Test("for a host asks whether it may be sent there, once; a narrower binding is not widened")
    func bound() throws {
        let host = try #require(Destination("https://git.example"))
        guard case .unbound(ci, host) = try fixture.service.handOut([ci], as: use(to: "https://git.example"))
        else {
            Issue.record("nobody was asked")
            return
        }
        try fixture.service.bind(ci, to: host)
        #expect(try given(use(to: "https://git.example/team"))?.count == 1)
        try fixture.service.unbind(ci, from: host)
        try fixture.service.bind(ci, to: try #require(Destination("https://git.example/team")))
        #expect(throws: Failure.vault(LedgerError(.unbound, .path))) {
            try fixture.service.handOut([ci], as: use(to: "https://git.example"))
        }
    }

    @Test("of a label that is not there, or of a rule that lets nobody have it, fails as the vault says")
    func refused() throws {
        let none = try Label("none")
        let failure = #expect(throws: Failure.self) { try fixture.service.handOut([none], as: use()) }
        guard case .vault(let error) = failure else { throw try #require(failure) }
        #expect(error.code == .absent)
        try fixture.service.change(.add(Grant(unit: "other.service")), of: ci)
        let denied = #expect(throws: Failure.self) { try fixture.service.handOut([ci], as: use()) }
        guard case .vault(let error) = denied else { throw try #require(denied) }
        #expect(error.code == .denied)
    }

    @Test("by the beginning of a string finds the label")
    func prefix() throws {
        let prefix = try #require(try fixture.vault.record(named: ci)).token.prefix
        #expect(try fixture.service.label(ofPrefix: prefix) == ci)
        #expect(throws: Failure.self) { try fixture.service.label(ofPrefix: "0000000000000000") }
    }
}
