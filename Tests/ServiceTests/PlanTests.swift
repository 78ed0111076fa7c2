import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

@testable import Service

@Suite("A plan and its performance")
struct PlanTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    @Test("planning changes nothing, and performing does just what was planned")
    func planned() throws {
        for label in ["a", "b", "c"] { try fixture.create(label) }
        let requests = fixture.provider.log.count
        let plan = try fixture.service.plan(revoking: fixture.selection("a", "b"))
        #expect(
            plan.tokens.map(\.record.label.text) == ["a", "b"]
                && plan.tokens.map(\.account) == ["work", "work"])
        #expect(fixture.provider.log.count == requests && fixture.provider.others.count == 3)
        // A token that was made meanwhile is not touched.
        try fixture.create("d")
        let revoked = try fixture.service.revoke(plan)
        #expect(revoked.map(\.failure) == [nil, nil] && revoked.allSatisfy { $0.receipt != nil })
        #expect(fixture.provider.others.map(\.token.label) == ["c", "d"])
    }

    static let changes: [@Sendable (ServiceFixture) throws -> Void] = [
        { _ = try $0.service.rename(Label("b"), to: Label("c")) },
        {
            _ = try $0.service.revoke($0.service.plan(revoking: $0.selection("b")))
            try $0.create("b")
        },
        { try $0.service.forget($0.service.plan(forgetting: $0.selection("b"))) },
    ]

    @Test(
        "ends with a conflict where one of its tokens is another one by now, and nothing of it is begun",
        arguments: changes.indices)
    func outdated(_ place: Int) throws {
        for label in ["a", "b"] { try fixture.create(label) }
        let plan = try fixture.service.plan(revoking: fixture.selection("a", "b"))
        try Self.changes[place](fixture)
        let requests = fixture.provider.log.count
        #expect(throws: Failure.planOutdated) { try fixture.service.revoke(plan) }
        #expect(throws: Failure.planOutdated) { try fixture.service.forget(plan) }
        #expect(fixture.provider.log.count == requests)
    }

    @Test("an adoption is planned before anybody is asked for the string")
    func adoption() throws {
        let kept = fixture.provider.make("elsewhere")
        let plan = try fixture.service.plan(
            adopting: AdoptRequest(Label("mine"), .prefix(kept.token.prefix)))
        #expect(plan.id == kept.token.id)
        let string = kept.string
        let adopted = try fixture.service.adopt(plan, string: SecretBytes(copying: string.span))
        #expect(adopted.keptLabel == nil && adopted.token.record.label.text == "mine")
        for use in [RemoteName.id(kept.token.id), .prefix(kept.token.prefix)] {
            #expect(throws: Failure.known(try Label("mine"), .adoption)) {
                try fixture.service.plan(adopting: AdoptRequest(Label("again"), use))
            }
            #expect(throws: Failure.known(try Label("mine"), .revocation)) {
                try fixture.service.plan(revoking: use, account: nil)
            }
        }
    }

    @Test("a token that is more than may be created is adopted only by who shows what unlocks the vault")
    func ceiling() throws {
        let soon = Expiry.at(fixture.clock.now.advanced(by: 3600))
        let kept = fixture.provider.make("eternal")
        let fitting = fixture.provider.make("fitting", expiry: soon)
        var change = SettingsChange()
        change.maxLifetime = "1d"
        try fixture.service.set(change)
        let plan = try fixture.service.plan(adopting: AdoptRequest(Label("mine"), .id(kept.token.id)))
        let excess = Ceiling.Excess.lifetime(CalendarDuration(seconds: 86_400))
        #expect(throws: Failure.aboveCeiling(excess)) {
            try fixture.service.adopt(plan, string: SecretBytes(copying: kept.string.span))
        }
        #expect(try fixture.vault.record(named: Label("mine")) == nil)
        fixture.authority?.isProven = true
        _ = try fixture.service.adopt(plan, string: SecretBytes(copying: kept.string.span))
        fixture.authority?.isProven = false
        let other = try fixture.service.plan(adopting: AdoptRequest(Label("other"), .id(fitting.token.id)))
        _ = try fixture.service.adopt(other, string: SecretBytes(copying: fitting.string.span))
    }

    @Test("nothing is sent where the asker's environment names another address")
    func address() throws {
        try fixture.create("a")
        let plan = try fixture.service.plan(revoking: fixture.selection("a"))
        let requests = fixture.provider.log.count
        let other = try #require(ProviderAddress("http://127.0.0.1:9"))
        fixture.address = other
        for attempt: () throws -> Void in [
            { _ = try fixture.service.revoke(plan) }, { _ = try fixture.create("b") },
            { _ = try fixture.service.rename(Label("a"), to: Label("b")) },
            { _ = try fixture.service.sync(SyncRequest()) },
            { _ = try fixture.service.listRemote(ListRequest()) },
            { _ = try fixture.service.plan(revoking: .id(7), account: nil) },
            { _ = try fixture.service.plan(adopting: AdoptRequest(Label("b"), .prefix("0123456789abcdef"))) },
        ] {
            let failure = #expect(throws: Failure.self) { try attempt() }
            if case .otherAddress(other, _)? = failure { continue }
            Issue.record("\(String(describing: failure))")
        }
        #expect(fixture.provider.log.count == requests)
    }
}
