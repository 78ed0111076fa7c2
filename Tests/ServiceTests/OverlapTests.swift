import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

@testable import Service

@Suite("What befalls a rotation")
struct OverlapTests {
    let fixture: ServiceFixture
    let ci: Label

    init() throws {
        fixture = try ServiceFixture()
        ci = try Label("ci")
        fixture.date()
        fixture.provider.tellsTime = true
        try fixture.create("ci")
    }

    private func rotate(overlap: String = "1h") throws -> Rotated {
        var request = RotateRequest(TokenSelection(labels: [ci]))
        request.overlap = overlap
        return try #require(try fixture.service.rotate(try fixture.service.plan(rotating: request)).first)
    }

    private func states() throws -> [UInt32: Record.State] {
        Dictionary(
            uniqueKeysWithValues: try fixture.vault.records(under: ci).map { ($0.generation, $0.state) })
    }

    private func tick() throws -> TickResult { try fixture.service.tick(TickRequest(isFull: false)) }

    @Test("the provider dies in the overlap: both generations stay, and the old one goes once it is back")
    func providerDies() throws {
        _ = try rotate()
        fixture.provider.fault = { _, _ in .before(ProviderFailure(.unreachable)) }
        fixture.later(days: 1)
        #expect(throws: Failure.self) { try tick() }
        let synced = try fixture.service.sync(SyncRequest())
        #expect(synced.lines.isEmpty, "nothing is marked while nobody says what time it is")
        #expect(try states() == [1: .retiring, 2: .active])
        fixture.provider.fault = { _, _ in nil }
        _ = try tick()
        #expect(try states() == [2: .active] && fixture.provider.others.count == 1)
    }

    @Test("the new token dies in the overlap: the old one can still be handed out by its number")
    func tokenDies() throws {
        let new = try #require(try rotate().new?.record)
        fixture.provider.drop(new.token.id)
        _ = try fixture.service.sync(SyncRequest())
        #expect(try states() == [1: .retiring])
        try fixture.handOut("ci", to: "/bin/x", generation: 1)
    }

    @Test("the provider takes no more requests: the present token stays until it does again")
    func outOfRate() throws {
        for place in 0..<4 {
            let old = try fixture.service.record(ci)
            let start = fixture.provider.log.count
            fixture.provider.fault = { number, request in
                guard number >= start + place else { return nil }
                if case .identify = request, place == 0 { return nil }
                return .before(ProviderFailure(.throttled, status: 429, retryAfter: 3600))
            }
            let held = try? rotate(overlap: "0s")
            #expect(held?.new == nil || held?.failure != nil)
            let current = try fixture.service.record(ci)
            #expect(fixture.provider.kept[current.token.id] != nil && current.state == .active)
            fixture.provider.fault = { _, _ in nil }
            fixture.clock.now = fixture.clock.now.advanced(by: 7200)
            fixture.date()
            _ = try fixture.service.sync(SyncRequest())
            let after = try fixture.service.record(ci)
            #expect(after.generation >= old.generation && fixture.provider.kept[after.token.id] != nil)
            #expect(fixture.provider.others.count == 1, "at request \(place)")
        }
    }

    @Test("this machine's clock ends no overlap and shortens no life: sync and rotate go by the provider's")
    func clocks() throws {
        fixture.clock.now = fixture.clock.now.advanced(by: -30 * 86_400)
        let new = try #require(try rotate().new?.record)
        #expect(new.token.expiry.moment == fixture.provider.now.advanced(by: 90 * 86_400))
        fixture.clock.now = fixture.provider.now.advanced(by: 30 * 86_400)
        _ = try fixture.service.sync(SyncRequest())
        #expect(try states() == [1: .retiring, 2: .active], "the overlap is not over")
        fixture.provider.now = fixture.provider.now.advanced(by: 3601)
        fixture.clock.now = fixture.provider.now.advanced(by: -30 * 86_400)
        _ = try fixture.service.sync(SyncRequest())
        #expect(try states() == [2: .active])
    }

    @Test("eight older generations that have all expired keep nothing from being renewed")
    func expiredOlder() throws {
        try fixture.decide("ci", days: 30)
        for _ in 1..<LabelEntry.mostRetiring { _ = try rotate(overlap: "300d") }
        fixture.later(days: 15)
        _ = try rotate(overlap: "300d")
        fixture.later(days: 21)
        let current = try fixture.service.record(ci)
        for older in try fixture.vault.records(under: ci) where older.id != current.id {
            // The provider forgets what has expired; this machine's clock is right.
            if older.token.expiry.hasPassed(at: fixture.clock.now) { fixture.provider.drop(older.token.id) }
        }
        #expect(!current.token.expiry.hasPassed(at: fixture.clock.now))
        let rotated = try tick().rotated
        #expect(rotated.first?.new != nil, "\(String(describing: rotated.first?.failure))")
    }

    @Test("an agent that hands out only renews nothing by itself, and revokes what is past its overlap")
    func handsOutOnly() throws {
        try fixture.decide("ci", days: 30)
        _ = try rotate()
        try fixture.service.setHandsOutOnly(true)
        fixture.authority = nil
        fixture.later(days: 25)
        #expect(try tick().rotated.isEmpty)
        #expect(try states() == [2: .active])
        try fixture.service.setHandsOutOnly(false)
        #expect(try tick().rotated.count == 1)
    }

    @Test("what a label hands out is not revoked from before older generations")
    func current() throws {
        _ = try rotate()
        let selection = TokenSelection(labels: [ci], generation: 2)
        #expect(throws: Failure.rotation(.handedOut(ci, 2))) { try fixture.service.plan(revoking: selection) }
        _ = try fixture.service.revoke(
            try fixture.service.plan(revoking: TokenSelection(labels: [ci], generation: 1)))
        _ = try fixture.service.revoke(try fixture.service.plan(revoking: selection))
        #expect(try states().isEmpty)
    }

    @Test("what expires soon is told once at each threshold, tokens and provisioning tokens alike")
    func warnings() throws {
        let fixture = try ServiceFixture(provisioning: .at(Instant(seconds: 0)))
        (fixture.provider.now, fixture.provider.tellsTime) = (fixture.clock.now, true)
        var account = try fixture.service.account(named: "work")
        account.token?.expiry = .at(fixture.clock.now.advanced(by: 40 * 86_400))
        let string = fixture.provider.provisioning
        try fixture.vault.seal(account, string: try SecretBytes(copying: string.span))
        try fixture.create("ci", expiry: "30d")
        try fixture.create("renewed", expiry: "30d")
        try fixture.decide("renewed", days: 30)
        func told() throws -> [String] {
            try fixture.service.tick(TickRequest(isFull: false, warns: true)).warnings.map {
                "\($0.label?.text ?? $0.account) \($0.days)"
            }
        }
        #expect(try told() == [])
        fixture.later(days: 17)
        #expect(try told() == ["ci 14"])
        #expect(try told() == [], "once is enough")
        fixture.provider.fault = { _, _ in .before(ProviderFailure(.unreachable)) }
        fixture.later(days: 10)
        #expect(try told() == ["ci 3", "renewed 3", "work 14"], "also while the provider is away")
        fixture.provider.fault = { _, _ in nil }
        fixture.later(days: 11)
        #expect(try told().contains("work 3"))
    }
}
