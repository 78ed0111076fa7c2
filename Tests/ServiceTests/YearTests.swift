import Glibc
import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

/// A year of a vault whose tokens have policies, a look every day; every twelve hours where there is time for it.
final class Year {
    static let day: Int64 = 86_400
    static let isSlow = unsafe getenv("LOCKSTEP_SLOW") != nil
    static let step: Int64 = isSlow ? day / 2 : day
    let fixture: ServiceFixture
    /// How far this machine's clock is ahead of the provider's.
    let ahead: Int64
    private(set) var (renewals, ticks) = (0, 0)
    private let created: Int

    init(tokens: Int, lifetimes: [String], ahead: Int64) throws {
        fixture = try ServiceFixture()
        (self.ahead, created) = (ahead, tokens)
        let provider = fixture.provider
        (provider.now, provider.tellsTime) = (fixture.clock.now, true)
        for index in 0..<tokens {
            let lifetime = lifetimes[index % lifetimes.count]
            let label = try fixture.create("token-\(index)", expiry: lifetime).record.label
            var policy = Policy()
            policy.lifetime = TimeGrammar.duration(lifetime)
            policy.renewal = [.twoThirds, .percent(50), .percent(75)][index % 3]
            try fixture.vault.commit(
                OperationID(), journal: nil,
                changes: [
                    .decide(label, policy, noting: AuditEntry(.settingChanged, time: provider.now, label: ""))
                ],
                string: nil)
        }
    }

    /// Lets the days go by; `isAway` says when the provider cannot be reached.
    func run(days: Int64, isAway: (Int64) -> Bool = { _ in false }) throws {
        let provider = fixture.provider
        let start = provider.now
        for time in stride(from: Year.step, through: days * Year.day, by: Int(Year.step)) {
            provider.now = start.advanced(by: time)
            fixture.clock.now = provider.now.advanced(by: ahead)
            try expire()
            let away = isAway(time / Year.day)
            provider.fault = { _, _ in away ? .before(ProviderFailure(.unreachable)) : nil }
            let requests = provider.log.count
            do {
                let result = try fixture.service.tick(TickRequest())
                #expect(!away, "nothing is reached")
                #expect(result.left == 0 || away)
                try check(result)
                ticks += 1
            } catch { #expect(away, "\(error)") }
            #expect(
                provider.log.count - requests < 1600,
                "more requests than a minute of the provider's allowance")
        }
    }

    /// The provider forgets what has expired, and that was never what a label names.
    private func expire() throws {
        let current = Set(try fixture.vault.records().filter { $0.state == .active }.map(\.token.id))
        for kept in fixture.provider.others where kept.token.expiry.hasPassed(at: fixture.provider.now) {
            #expect(!current.contains(kept.token.id), "\(kept.token.label) expired unrenewed")
            fixture.provider.drop(kept.token.id)
        }
    }

    private func check(_ result: TickResult) throws {
        for rotated in result.rotated {
            let old = rotated.old.record
            let due = try #require(old.policy?.due(old))
            #expect(due <= fixture.provider.now, "\(old.label) is renewed early")
            #expect(
                rotated.failure == nil && rotated.new != nil,
                "\(old.label): \(String(describing: rotated.failure))")
        }
        renewals += result.rotated.count
    }

    /// One token a label at the end, and no request that is not one of these.
    func account() throws {
        let (provider, vault) = (fixture.provider, fixture.vault)
        let records = try vault.records()
        #expect(records.count { $0.state == .active } == created)
        #expect(provider.others.count == records.count { $0.state != .gone })
        let gone = records.count { $0.state == .gone }
        let (creates, deletes) = provider.log.reduce((0, 0)) { sum, request in
            switch request {
            case .create: (sum.0 + 1, sum.1)
            case .delete: (sum.0, sum.1 + 1)
            default: sum
            }
        }
        #expect(creates == created + renewals && gone == renewals - (records.count { $0.state == .retiring }))
        #expect(deletes == gone, "each old token was revoked, and nothing else")
        #expect(
            try vault.operations().allSatisfy { !$0.operation.waiting.isUnfinished(at: provider.now) })
    }
}

@Suite("A year of policies")
struct YearTests {
    /// Five hundred where there is time for it.
    private let tokens = Year.isSlow ? 500 : 8

    @Test(
        "none expires unrenewed, none is renewed early, whatever this machine's clock says",
        arguments: [0, -30, 30])
    func year(_ daysAhead: Int64) throws {
        let year = try Year(
            tokens: tokens, lifetimes: ["10d", "30d", "90d", "1y"], ahead: daysAhead * Year.day)
        try year.run(days: 365)
        #expect(year.renewals > tokens * 6)
        try year.account()
    }

    @Test("the provider may be away for two weeks: tokens that live for two months do not notice")
    func away() throws {
        let year = try Year(tokens: tokens, lifetimes: ["60d", "90d"], ahead: 0)
        try year.run(days: 365) { (100..<114).contains($0) || (200..<214).contains($0) }
        try year.account()
    }

    @Test("what fails is tried again after longer and longer, and the present token stays")
    func backingOff() throws {
        let year = try Year(tokens: 1, lifetimes: ["30d"], ahead: 0)
        try year.run(days: 19)
        let (fixture, provider) = (year.fixture, year.fixture.provider)
        let old = try fixture.service.record(Label("token-0"))
        var asked = 0
        provider.fault = { _, request in
            guard case .create = request else { return nil }
            asked += 1
            return .otherwise { $0.scopes = .all }
        }
        for minute in 0..<(24 * 60) where minute.isMultiple(of: 5) {
            provider.now = old.token.created?.advanced(by: 20 * Year.day + Int64(minute) * 60) ?? provider.now
            fixture.clock.now = provider.now
            _ = try fixture.service.tick(TickRequest(isFull: false))
        }
        #expect((6...16).contains(asked), "\(asked) attempts in a day")
        #expect(try fixture.service.record(Label("token-0")).id == old.id)
        provider.fault = { _, _ in nil }
        provider.now = provider.now.advanced(by: 5 * 3600)
        fixture.clock.now = provider.now
        #expect(try fixture.service.tick(TickRequest(isFull: false)).rotated.count == 1)
    }

    @Test("where nothing is due, and no policy renews, the provider is not asked")
    func quiet() throws {
        let fixture = try ServiceFixture()
        try fixture.create("ci")
        let requests = fixture.provider.log.count
        #expect(
            try fixture.service.tick(TickRequest(isFull: false))
                == TickResult(sync: nil, rotated: [], left: 0, behind: 0))
        #expect(fixture.provider.log.count == requests)
    }

    @Test("an old token goes once all its known readers have the new one")
    func untilRead() throws {
        let fixture = try ServiceFixture()
        try fixture.create("ci")
        let ci = try Label("ci")
        func read(_ executable: String, generation: UInt32? = nil) throws {
            let caller = Caller(pid: 1, user: 1000, executable: executable)
            let use = HandOutUse(
                verb: "get", time: fixture.clock.now, caller: caller, generation: generation)
            _ = try fixture.vault.handOut([ci], as: use)
        }
        for program in ["/bin/one", "/bin/two"] { try read(program) }
        var request = RotateRequest(TokenSelection(labels: [ci]))
        request.endsWhenRead = true
        _ = try fixture.service.rotate(try fixture.service.plan(rotating: request))
        _ = try fixture.service.sync(SyncRequest())
        try read("/bin/one")
        _ = try fixture.service.sync(SyncRequest())
        #expect(fixture.provider.others.count == 2, "one reader is missing")
        try read("/bin/two")
        _ = try fixture.service.sync(SyncRequest())
        #expect(fixture.provider.others.count == 1)
    }
}
