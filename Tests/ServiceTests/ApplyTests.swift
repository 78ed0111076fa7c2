import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("Applying a file")
struct ApplyTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    private func spec(
        _ label: String, _ scopes: [String] = ["linodes:ro"], _ set: (inout TokenSpec) -> Void = { _ in }
    ) throws -> TokenSpec {
        var spec = TokenSpec(try Label(label))
        (spec.scopes, spec.policy.lifetime) = (scopes, "90d")
        set(&spec)
        return spec
    }

    private func plan(
        _ specs: [TokenSpec], prunes: Bool = false, account: String? = nil
    ) throws -> ApplyPlan {
        try fixture.service.plan(applying: ApplyRequest(specs, prunes: prunes, account: account))
    }

    private func names(_ plan: ApplyPlan) -> [String] {
        plan.steps.map { "\($0.action.rawValue) \($0.label)" }
    }

    /// Applies, and requires that nothing is left to do; returns the steps.
    @discardableResult
    private func apply(_ specs: [TokenSpec], prunes: Bool = false) throws -> [String] {
        let plan = try plan(specs, prunes: prunes)
        #expect(try fixture.service.apply(plan).allSatisfy(\.isDone))
        let requests = fixture.provider.log.count
        let rest = try self.plan(specs, prunes: prunes)
        #expect(rest.steps.isEmpty && rest.unchanged == specs.count)
        #expect(fixture.provider.log.count == requests)
        return names(plan)
    }

    @Test("changes nothing where the file is of the tokens as they are")
    func written() throws {
        for (label, expiry) in [("a", "90d"), ("b", "never"), ("c", "30d")] {
            try fixture.create(label, expiry: expiry)
        }
        var words = PolicyWords()
        (words.overlap, words.owner, words.tags) = ("90m", "Zoë", ["x", "y"])
        _ = try fixture.service.decide(PolicyChange(Label("b"), words))
        (words.lifetime, words.renewal, words.purpose) = ("30d", "50%", "\"日本\"")
        _ = try fixture.service.decide(PolicyChange(Label("c"), words))
        var specs: [TokenSpec] = []
        let tokens = try fixture.service.list(ListRequest())
        while let view = try tokens.next() { specs.append(TokenSpec(of: view)) }
        let read = try SpecFile.read(Array(SpecFile.text(specs).utf8))
        #expect(read == specs && specs.count == 3 && specs[2].expiry == nil)
        #expect(try plan(read).steps.isEmpty && plan(read).unchanged == 3)
        #expect(try plan(SpecFile.read(Array(SpecFile.text([]).utf8))).unchanged == 0)
    }

    @Test("does what differs, in the order of set, create, rotate and revoke, and then nothing is left")
    func difference() throws {
        for label in ["a", "b", "c", "d"] { try fixture.create(label) }
        let first = try [spec("a"), spec("b"), spec("c"), spec("d")]
        #expect(try apply(first) == ["set a", "set b", "set c", "set d"])
        let wanted = try [
            spec("a"), spec("b") { $0.policy.owner = "ada" },
            spec("c", ["linodes:rw"]) { $0.policy.tags = ["x"] }, spec("e"),
        ]
        #expect(try names(plan(wanted)) == ["set b", "create e", "rotate c"])
        #expect(try apply(wanted, prunes: true) == ["set b", "create e", "rotate c", "revoke d"])
        let rotated = try fixture.service.record(Label("c"))
        #expect(rotated.generation == 2 && rotated.token.scopes == .only(["linodes": .readWrite]))
        #expect(rotated.policy?.tags == ["x"])
        // In its overlap, the old one is still there, and neither interrupted nor pruned.
        #expect(try fixture.vault.records().contains { $0.state == .retiring })
        #expect(try plan(wanted, prunes: true).interrupted.isEmpty)
    }

    @Test("sets exactly what the file says: what it leaves out goes back to what is usual")
    func whole() throws {
        let full = try spec("a") {
            ($0.policy.renewal, $0.policy.overlap, $0.policy.owner) = ("50%", "0s", "ada")
            $0.policy.tags = ["x", "y"]
        }
        try apply([full])
        try apply([try spec("a") { $0.policy.tags = ["y"] }])
        let policy = try fixture.service.policy(of: Label("a")).policy
        #expect(policy?.words == "lifetime 90d, renew 2/3, tags y")
    }

    @Test("rotates what lives longer than it should, what has expired, and what has another expiry")
    func lives() throws {
        try fixture.create("long", expiry: "1y")
        try fixture.create("ever", expiry: "never")
        try fixture.create("short", expiry: "9d")
        let specs = try ["long", "ever", "short"].map { try spec($0) }
        let steps = try plan(specs).steps
        #expect(steps.filter { $0.action == .rotate }.map(\.label.text).sorted() == ["ever", "long"])
        #expect(steps.flatMap(\.causes) == [.lifetime, .lifetime])
        try apply(specs)
        fixture.clock.now = fixture.clock.now.advanced(by: 10 * 86_400)
        #expect(try plan(specs).steps.map(\.causes) == [[.expired]])
        let dated = try spec("long") { ($0.policy.lifetime, $0.expiry) = (nil, "2100-01-31") }
        #expect(try plan([dated]).steps.map(\.causes) == [[.expiry]])
        try apply([dated])
        let eternal = try spec("ever") { ($0.policy.lifetime, $0.expiry) = (nil, "never") }
        try apply([eternal])
        #expect(try plan([eternal, dated]).steps.isEmpty)
    }

    static let changes: [@Sendable (ServiceFixture) throws -> Void] = [
        { _ = try $0.service.rename(Label("set"), to: Label("other")) },
        {
            var words = PolicyWords()
            words.owner = "eve"
            _ = try $0.service.decide(PolicyChange(Label("set"), words))
        },
        { try $0.create("new") },
        { _ = try $0.service.rename(Label("rotate"), to: Label("other")) },
        {
            _ = try $0.service.revoke($0.service.plan(revoking: $0.selection("old")))
            try $0.create("old")
        },
    ]

    @Test(
        "ends with a conflict where the vault is another one by now, and nothing of it is begun",
        arguments: changes.indices)
    func outdated(_ place: Int) throws {
        for label in ["set", "rotate", "old"] { try fixture.create(label) }
        let plan = try plan([spec("set"), spec("new"), spec("rotate", ["linodes:rw"])], prunes: true)
        #expect(names(plan) == ["set set", "create new", "rotate rotate", "revoke old"])
        try ApplyTests.changes[place](fixture)
        let (requests, entries) = (fixture.provider.log.count, try fixture.vault.audit().count)
        #expect(throws: Failure.planOutdated) { try fixture.service.apply(plan) }
        #expect(fixture.provider.log.count == requests)
        #expect(try fixture.vault.audit().count == entries)
    }

    @Test("revokes nothing where something else is not done, and the rest is done by the next run")
    func held() throws {
        try fixture.create("old")
        let specs = try [spec("a"), spec("b")]
        fixture.provider.fault = { _, request in
            if case .create = request { .before(ProviderFailure(.unavailable, status: 503)) } else { nil }
        }
        let applied = try fixture.service.apply(try plan(specs, prunes: true))
        #expect(applied.map { $0.failure != nil } == [true, true, false])
        #expect(applied.last?.isSkipped == true)
        #expect(try fixture.service.record(Label("old")).state == .active)
        fixture.provider.fault = { _, _ in nil }
        _ = try fixture.service.sync(SyncRequest())
        #expect(try apply(specs, prunes: true) == ["create a", "create b", "revoke old"])
        #expect(fixture.provider.others.map(\.token.label).sorted() == ["a", "b"])
    }

    @Test("names its account, or has it named; with it, only that account's tokens are revoked")
    func accounts() throws {
        try fixture.create("mine")
        try fixture.addAccount("home")
        try fixture.create("theirs", account: "home")
        #expect(throws: Failure.unusable(.severalAccounts([try Label("home"), try Label("work")]))) {
            try plan([spec("a")])
        }
        #expect(try names(plan([spec("a")], prunes: true, account: "home")) == ["create a", "revoke theirs"])
        #expect(
            try names(plan([spec("mine"), spec("a") { $0.account = "work" }])) == ["set mine", "create a"])
        #expect(throws: Failure.otherAccount(try Label("mine"), account: "home")) {
            try plan([spec("mine") { $0.account = "home" }])
        }
    }

    @Test("is one change within the ceiling, and of tokens whose rules let it be made")
    func permitted() throws {
        try fixture.create("ruled")
        var settings = SettingsChange()
        (settings.maxLifetime, settings.ceiling, settings.changesAnHour) = ("90d", "linodes:ro", "1")
        try fixture.service.set(settings)
        let records = try fixture.vault.records()
        for wrong in try [spec("b") { $0.policy.lifetime = "91d" }, spec("b", ["linodes:rw"])] {
            let plan = try plan([spec("a"), wrong])
            #expect(throws: Failure.self) { try fixture.service.apply(plan) }
        }
        #expect(try fixture.vault.records() == records)
        try apply(try (0..<5).map { try spec("t\($0)") })
        try fixture.service.change(.add(Grant(unit: "deploy.service", manages: true)), of: Label("ruled"))
        let plan = try plan([spec("ruled"), spec("more")])
        #expect(throws: Failure.notManager(try Label("ruled"), isHidden: true)) {
            try fixture.service.apply(plan)
        }
        #expect(throws: Failure.noToken(try Label("more"))) { try fixture.service.record(Label("more")) }
    }

    @Test("says with which token something is wrong")
    func wrong() throws {
        let specs = try [spec("a"), spec("b", ["nothing:ro"])]
        #expect(
            throws: Failure.unusable(
                .token(2, try Label("b"), .scopes(.unknown("nothing", nearest: nil))))
        ) { try plan(specs) }
        let renewal = try spec("c") { $0.policy.renewal = "x" }
        #expect(throws: Failure.unusable(.token(1, try Label("c"), .policy(.renewal("x"))))) {
            try Service.check([renewal], now: fixture.clock.now)
        }
    }
}
