import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("What is decided for a label")
struct PolicyTests {
    let fixture: ServiceFixture
    let ci: Label
    init() throws { (fixture, ci) = (try ServiceFixture(), try Label("ci")) }

    private func words(_ set: (inout PolicyWords) -> Void) -> PolicyWords {
        var words = PolicyWords()
        set(&words)
        return words
    }

    @discardableResult
    private func decide(_ set: (inout PolicyWords) -> Void) throws -> Policy? {
        try fixture.service.decide(PolicyChange(ci, words(set))).policy
    }

    @Test("is set word by word, each change is in the log, and what is so already changes nothing")
    func words() throws {
        try fixture.create("ci")
        #expect(try fixture.service.policy(of: ci).policy == nil)
        try decide { ($0.lifetime, $0.tags) = ("90d", ["prod", "ci"]) }
        try decide { ($0.owner, $0.purpose, $0.overlap) = ("ada", "deploys", "2h") }
        let policy = try decide { ($0.renewal, $0.lost) = ("66%", ["ci", "other"]) }
        #expect(policy?.lifetime == CalendarDuration(seconds: 90 * 86_400))
        #expect(policy?.renewal == .percent(66) && policy?.overlap == 7200)
        #expect(policy?.owner == "ada" && policy?.purpose == "deploys" && policy?.tags == ["prod"])
        let last = try fixture.vault.audit().last
        #expect(last?.event == .policyChanged && last?.caller?.executable == "/bin/asker")
        #expect(last?.detail == policy?.words)
        let entries = try fixture.vault.audit().count
        try decide { ($0.renewal, $0.tags) = ("66%", ["prod"]) }
        #expect(try fixture.vault.audit().count == entries)
        let view = try fixture.service.policy(of: ci)
        let due = policy?.due(try fixture.service.record(ci))
        #expect(view.record != nil && view.due == due && due != nil)
        #expect(try decide { ($0.owner, $0.lifetime, $0.renewal) = ("", "none", "never") }?.owner == "")
        #expect(try decide { ($0.owner, $0.purpose) = ("none", "none") }?.purpose == "")
        #expect(try decide { ($0.isCleared, $0.owner) = (true, "eve") }?.words == "owner eve")
        #expect(try decide { $0.isCleared = true } == nil)
        #expect(throws: Failure.noToken(try Label("free"))) {
            try fixture.service.decide(PolicyChange(Label("free"), words { $0.owner = "ada" }))
        }
        #expect(fixture.provider.log.count == 2)
    }

    static let wrong: [(@Sendable (inout PolicyWords) -> Void, PolicyFlaw)] = [
        ({ $0.lifetime = "4m" }, .lifetime("4m")), ({ $0.lifetime = "never" }, .lifetime("never")),
        ({ ($0.lifetime, $0.renewal) = ("90d", "100%") }, .renewal("100%")),
        ({ ($0.lifetime, $0.renewal) = ("90d", "066%") }, .renewal("066%")),
        ({ ($0.lifetime, $0.renewal) = ("90d", "half") }, .renewal("half")),
        ({ $0.renewal = "50%" }, .noLifetime), ({ $0.overlap = "1mo" }, .overlap("1mo")),
        ({ $0.overlap = "367d" }, .overlap("367d")), ({ $0.owner = "a\nb" }, .owner),
        ({ $0.owner = String(repeating: "é", count: 101) }, .owner), ({ $0.purpose = "\u{202E}" }, .purpose),
        ({ $0.tags = ["a b"] }, .tag("a b")), ({ $0.lost = ["-a"] }, .tag("-a")),
        ({ $0.tags = [""] }, .tag("")),
        ({ ($0.tags, $0.lost) = (["a"], ["a"]) }, .bothWays("a")),
        ({ $0.tags = (0..<17).map { "t\($0)" } }, .tooManyTags),
    ]

    @Test(
        "is refused where it says nothing that can be decided, and nothing changes", arguments: wrong.indices)
    func refused(_ place: Int) throws {
        try fixture.create("ci")
        let entries = try fixture.vault.audit().count
        let (set, flaw) = PolicyTests.wrong[place]
        if case .overlap(let text) = flaw, text != "1mo" {
            var request = RotateRequest(try fixture.selection("ci"))
            request.overlap = text
            #expect(throws: Failure.unusable(.policy(flaw))) {
                try Service.check(request, now: fixture.clock.now)
            }
        }
        #expect(throws: Failure.unusable(.policy(flaw))) { try decide(set) }
        #expect(try fixture.vault.audit().count == entries)
        if flaw != .noLifetime {
            #expect(throws: Failure.unusable(.policy(flaw))) {
                try Service.check(words(set), now: fixture.clock.now)
            }
        }
    }

    @Test(
        "comes with the token that is created, in one transaction; its lifetime is the expiry where none is named"
    )
    func created() throws {
        var request = CreateRequest(ci, scopes: ["linodes:ro"], expiry: nil)
        request.policy = words { ($0.lifetime, $0.owner) = ("90d", "ada") }
        let view = try fixture.service.create(request)
        #expect(view.record.policy?.owner == "ada")
        #expect(view.record.token.expiry == .at(fixture.clock.now.advanced(by: 90 * 86_400)))
        let events = try fixture.vault.audit().map(\.event)
        #expect(events.suffix(4) == [.createBegun, .tokenSealed, .policyChanged, .tokenActive])
        request = CreateRequest(try Label("other"), scopes: ["linodes:ro"], expiry: "never")
        request.policy = words { $0.renewal = "50%" }
        let requests = fixture.provider.log.count
        #expect(throws: Failure.unusable(.policy(.noLifetime))) { try fixture.service.create(request) }
        #expect(fixture.provider.log.count == requests)
    }

    @Test("of a creation that fails is nowhere")
    func failed() throws {
        fixture.provider.fault = { _, _ in .before(ProviderFailure(.rejected, status: 400)) }
        var request = CreateRequest(ci, scopes: ["linodes:ro"], expiry: "90d")
        request.policy = words { $0.owner = "ada" }
        #expect(throws: Failure.self) { try fixture.service.create(request) }
        #expect(throws: Failure.noToken(ci)) { try fixture.service.policy(of: ci) }
        fixture.provider.fault = { _, _ in nil }
        #expect(try fixture.create("ci").record.policy == nil)
    }

    @Test("lives no longer than the vault's ceiling lets tokens live that are made through the agent")
    func ceiling() throws {
        try fixture.create("ci")
        var settings = SettingsChange()
        settings.maxLifetime = "90d"
        try fixture.service.set(settings)
        try decide { ($0.lifetime, $0.owner) = ("90d", "ada") }
        let most = CalendarDuration(seconds: 90 * 86_400)
        #expect(throws: Failure.aboveCeiling(.lifetime(most))) { try decide { $0.lifetime = "91d" } }
        var request = CreateRequest(try Label("other"), scopes: ["linodes:ro"], expiry: "30d")
        request.policy = words { $0.lifetime = "1y" }
        #expect(throws: Failure.aboveCeiling(.lifetime(most))) { try fixture.service.create(request) }
        fixture.authority?.isProven = true
        try decide { $0.lifetime = "91d" }
        fixture.authority?.isProven = false
        try decide { $0.owner = "eve" }
    }

    private func plan(
        _ tokens: TokenSelection, _ set: (inout PolicyWords) -> Void
    ) throws -> ApplyPlan { try fixture.service.plan(deciding: DecideRequest(tokens, words(set))) }

    @Test("is set for several tokens by one plan, which leaves out those that have it already")
    func several() throws {
        for label in ["ci", "ci-a", "ci-b", "db"] { try fixture.create(label) }
        try decide { $0.owner = "ada" }
        _ = try fixture.service.rotate(fixture.service.plan(rotating: RotateRequest(fixture.selection("ci"))))
        let many = try plan(fixture.selection(patterns: ["ci*"])) { $0.owner = "ada" }
        #expect(many.steps.map(\.label.text) == ["ci-a", "ci-b"] && many.unchanged == 1)
        #expect(try fixture.service.apply(many).allSatisfy(\.isDone))
        #expect(try fixture.service.policy(of: Label("ci-b")).policy?.owner == "ada")
        #expect(try fixture.service.policy(of: Label("db")).policy == nil)
        #expect(throws: Failure.planOutdated) { try fixture.service.apply(many) }
        #expect(throws: Failure.noToken(try Label("x"))) {
            try plan(fixture.selection("ci", "x")) { $0.owner = "eve" }
        }
        #expect(try plan(fixture.selection("ci", "db")) { $0.tags = ["x"] }.steps.count == 2)
        try decide { $0.lifetime = "90d" }
        let db = try Label("db")
        #expect(throws: Failure.unusable(.token(2, db, .policy(.noLifetime)))) {
            try plan(fixture.selection("ci", "db")) { $0.renewal = "50%" }
        }
    }

    @Test(
        "that a plan sets lives no longer than the vault's ceiling either, and what it leaves as it was may")
    func severalBelowCeiling() throws {
        try fixture.create("ci")
        try decide { $0.lifetime = "1y" }
        var settings = SettingsChange()
        settings.maxLifetime = "90d"
        try fixture.service.set(settings)
        let most = CalendarDuration(seconds: 90 * 86_400)
        let tagged = try plan(fixture.selection("ci")) { $0.tags = ["x"] }
        #expect(try fixture.service.apply(tagged).allSatisfy(\.isDone))
        let longer = try plan(fixture.selection("ci")) { $0.lifetime = "91d" }
        #expect(throws: Failure.aboveCeiling(.lifetime(most))) { try fixture.service.apply(longer) }
        fixture.authority?.isProven = true
        #expect(try fixture.service.apply(longer).allSatisfy(\.isDone))
    }

    @Test("goes with the token, or is kept where that is asked for, until it is cleared")
    func kept() throws {
        try fixture.create("ci")
        try decide { $0.owner = "ada" }
        var plan = try fixture.service.plan(revoking: fixture.selection("ci"))
        plan.keepsPolicies = true
        #expect(try fixture.service.revoke(plan).map(\.failure) == [nil])
        let view = try fixture.service.policy(of: ci)
        #expect(view.record == nil && view.policy?.owner == "ada" && view.due == nil)
        #expect(try decide { $0.purpose = "deploys" }?.purpose == "deploys")
        #expect(try fixture.create("ci").record.policy?.owner == "ada")
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("ci")))
        #expect(throws: Failure.noToken(ci)) { try fixture.service.policy(of: ci) }
        try fixture.create("ci")
        try decide { $0.owner = "ada" }
        plan = try fixture.service.plan(forgetting: fixture.selection("ci"))
        plan.keepsPolicies = true
        try fixture.service.forget(plan)
        #expect(try decide { $0.isCleared = true } == nil)
        #expect(throws: Failure.noToken(ci)) { try fixture.service.policy(of: ci) }
        // Kept for a revocation that came to nothing, it goes with the next one.
        try fixture.create("ci")
        try decide { $0.owner = "ada" }
        plan = try fixture.service.plan(revoking: fixture.selection("ci"))
        plan.keepsPolicies = true
        fixture.provider.fault = { _, _ in .before(ProviderFailure(.unavailable, status: 503)) }
        #expect(try fixture.service.revoke(plan).map { $0.failure == nil } == [false])
        fixture.provider.fault = { _, _ in nil }
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("ci")))
        #expect(throws: Failure.noToken(ci)) { try fixture.service.policy(of: ci) }
    }

    @Test("finds tokens by all of their tags and by owner, and those without a policy by neither")
    func listed() throws {
        for (label, tags, owner) in [("a", ["x", "y"], "ada"), ("b", ["x"], "eve"), ("c", [], "")] {
            var request = CreateRequest(try Label(label), scopes: ["linodes:ro"], expiry: "9d")
            request.policy = words { ($0.tags, $0.owner) = (tags, owner) }
            _ = try fixture.service.create(request)
        }
        func labels(_ request: ListRequest) throws -> [String] {
            let listing = try fixture.service.list(request)
            var found: [String] = []
            while let view = try listing.next() { found.append(view.record.label.text) }
            return found
        }
        #expect(try labels(ListRequest(tags: ["x"])) == ["a", "b"])
        #expect(try labels(ListRequest(tags: ["x", "y"])) == ["a"])
        #expect(try labels(ListRequest(tags: ["x"], owner: "eve")) == ["b"])
        #expect(try labels(ListRequest(owner: "")) == ["c"])
        #expect(try labels(ListRequest(tags: ["z"])) == [])
        #expect(try labels(ListRequest()) == ["a", "b", "c"])
    }
}
