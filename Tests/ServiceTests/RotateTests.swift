import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("Rotating tokens")
struct RotateTests {
    let fixture: ServiceFixture
    init() throws {
        fixture = try ServiceFixture()
        fixture.provider.now = fixture.clock.now
    }

    private func request(_ labels: String..., patterns: [String] = [], expiring: String? = nil) throws
        -> RotateRequest
    {
        RotateRequest(
            TokenSelection(
                labels: try labels.map { try Label($0) }, patterns: patterns, expiring: expiring))
    }

    private func rotate(_ request: RotateRequest) throws -> [Rotated] {
        try fixture.service.rotate(try fixture.service.plan(rotating: request))
    }

    @Test("gives the new one the rights of the old, and as long a life from now on")
    func alike() throws {
        let old = try fixture.create("ci", expiry: "90d").record
        fixture.clock.now = fixture.clock.now.advanced(by: 60 * 86_400)
        let rotated = try #require(try rotate(try request("ci")).first)
        let new = try #require(rotated.new?.record)
        #expect(new.token.scopes == old.token.scopes && new.generation == 2)
        #expect(new.token.expiry.moment == fixture.clock.now.advanced(by: 90 * 86_400))
        #expect(rotated.until == fixture.clock.now.advanced(by: 3600) && rotated.failure == nil)
        #expect(try fixture.service.record(Label("ci")).id == new.id)
    }

    @Test("gives it other ones where that is asked for")
    func otherwise() throws {
        try fixture.create("ci")
        var wanted = try request("ci")
        (wanted.scopes, wanted.expiry, wanted.overlap) = (["domains:rw"], "never", "0s")
        let rotated = try #require(try rotate(wanted).first)
        let new = try #require(rotated.new?.record)
        #expect(new.token.scopes == .only(["domains": .readWrite]) && new.token.expiry == .never)
        #expect(rotated.until == nil && rotated.failure == nil && fixture.provider.others.count == 1)
    }

    @Test("many at once: by pattern and by expiry, each told; older generations are not rotated again")
    func many() throws {
        for label in ["ci-a", "ci-b", "web"] { try fixture.create(label, expiry: "9d") }
        try fixture.create("ci-late", expiry: "1y")
        let filtered = try request(patterns: ["ci-*"], expiring: "14d")
        #expect(try rotate(filtered).map { $0.new?.record.label.text } == ["ci-a", "ci-b"])
        #expect(try fixture.service.plan(rotating: filtered).steps.map(\.token.record.generation) == [2, 2])
        #expect(fixture.provider.others.count == 6)
    }

    @Test("a plan that is outdated begins nothing")
    func outdated() throws {
        try fixture.create("ci")
        let plan = try fixture.service.plan(rotating: try request("ci"))
        _ = try rotate(try request("ci"))
        let requests = fixture.provider.log.count
        #expect(throws: Failure.planOutdated) { try fixture.service.rotate(plan) }
        #expect(fixture.provider.log.count == requests)
    }

    @Test("tries a request that nobody answered again, once nothing is left of it")
    func unanswered() throws {
        try fixture.create("ci")
        var lost = 0
        fixture.provider.fault = { _, request in
            guard case .create = request, lost < 2 else { return nil }
            lost += 1
            return .before(ProviderFailure(.interrupted))
        }
        #expect(try rotate(try request("ci")).first?.new?.record.generation == 2)
        #expect(lost == 2)
    }

    @Test("takes up a rotation that was stopped, and does not begin another")
    func resumed() throws {
        try fixture.create("ci")
        fixture.provider.fault = { _, request in
            if case .identify = request { .before(ProviderFailure(.unreachable)) } else { nil }
        }
        let held = try #require(try rotate(try request("ci")).first)
        #expect(held.new == nil && held.failure != nil)
        #expect(try fixture.service.pending().map(\.operation) == ["rotate"])
        fixture.provider.fault = { _, _ in nil }
        let rotated = try #require(try rotate(try request("ci")).first)
        #expect(rotated.new?.record.generation == 2 && fixture.provider.others.count == 2)
        #expect(try fixture.service.pending().isEmpty)
    }

    @Test("a revocation of the label takes all its generations, and leaves nothing in the journal")
    func revoked() throws {
        try fixture.create("ci")
        _ = try rotate(try request("ci"))
        _ = try rotate(try request("ci"))
        let plan = try fixture.service.plan(revoking: fixture.selection("ci"))
        #expect(plan.tokens.map(\.record.generation).sorted() == [1, 2, 3])
        let one = try fixture.service.plan(
            revoking: TokenSelection(labels: [Label("ci")], generation: 1))
        #expect(one.tokens.map(\.record.generation) == [1])
        #expect(try fixture.service.revoke(plan).allSatisfy { $0.failure == nil })
        #expect(fixture.provider.others.isEmpty)
        #expect(try fixture.vault.operations().isEmpty)
    }

    @Test("a life of minutes stays one; a probe that is forbidden undoes the new token")
    func shortAndForbidden() throws {
        try fixture.create("ci", expiry: "10m")
        let new = try #require(try rotate(try request("ci")).first?.new?.record)
        #expect(new.token.expiry.moment == fixture.clock.now.advanced(by: 600))
        var (isMade, asked) = (false, 0)
        fixture.provider.fault = { _, request in
            if case .create = request { isMade = true }
            guard case .identify = request, isMade, asked == 0 else { return nil }
            asked += 1
            return .before(ProviderFailure(.forbidden, status: 403))
        }
        let refused = try #require(try rotate(try request("ci")).first)
        #expect(refused.new == nil && refused.failure?.errorCode == .unproven)
        #expect(try fixture.service.record(Label("ci")).id == new.id)
        #expect(try fixture.service.pending().isEmpty && fixture.provider.others.count == 2)
    }

    @Test("keeps within the ceiling of the agent, and says which token is not one to rotate")
    func refused() throws {
        try fixture.create("ci", expiry: "never")
        let plan = try fixture.service.plan(rotating: try request("ci"))
        var settings = SettingsChange()
        settings.maxLifetime = "90d"
        try fixture.service.set(settings)
        let isRefused = { (failure: Failure?) in if case .aboveCeiling? = failure { true } else { false } }
        #expect { try fixture.service.rotate(plan) } throws: { isRefused($0 as? Failure) }
        fixture.provider.fault = { _, request in
            if case .delete = request { .before(ProviderFailure(.unreachable)) } else { nil }
        }
        _ = try fixture.service.revoke(try fixture.service.plan(revoking: fixture.selection("ci")))
        #expect(throws: Failure.notActive(try Label("ci"), .revoking)) {
            try fixture.service.plan(rotating: try request("ci"))
        }
    }
}
