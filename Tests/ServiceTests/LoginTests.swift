import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

@testable import Service

@Suite("Logging in and out")
struct ServiceLoginTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    private func plan(
        _ name: String?, _ string: [UInt8]? = nil, at address: ProviderAddress? = nil
    ) throws -> LoginPlan {
        let bytes = string ?? fixture.provider.provisioning
        return try fixture.service.plan(
            login: LoginRequest(name: try name.map { try Label($0) }, address: address),
            string: SecretBytes(copying: bytes.span))
    }

    private func login(_ plan: LoginPlan) throws {
        let bytes = fixture.provider.provisioning
        try fixture.service.login(plan, string: SecretBytes(copying: bytes.span))
    }

    @Test("planning seals nothing; what is sealed is what was planned, and the log says by whom")
    func planned() throws {
        let plan = try plan("new")
        #expect(plan.before == nil && plan.weaknesses.isEmpty)
        #expect(try fixture.service.accounts().map(\.name.text) == ["work"])
        try login(plan)
        #expect(try fixture.service.accounts().map(\.name.text) == ["new", "work"])
        #expect(try fixture.vault.audit().last?.caller?.executable == "/bin/asker")
    }

    @Test("where the account changed in between, it ends with a conflict")
    func outdated() throws {
        let first = try plan("new")
        try login(first)
        #expect(throws: Failure.planOutdated) { try login(first) }
        try login(try plan("new"))
    }

    @Test("a token that the provider refuses is told, and nothing is sealed")
    func dead() throws {
        #expect(throws: Failure.deadToken) {
            try plan("new", Array("0123456789abcdef0123456789abcdef".utf8))
        }
        #expect(try fixture.service.accounts().count == 1)
    }

    @Test("an account stays at its address, whoever names another")
    func address() throws {
        let other = try #require(ProviderAddress("http://127.0.0.1:9"))
        let login = LoginRequest(name: try Label("there"), address: other)
        #expect(try fixture.service.address(of: login) == other)
        try self.login(try plan("there", at: other))
        #expect(try fixture.service.address(of: LoginRequest(name: try Label("there"))) == other)
        fixture.address = .ofFormat1
        let failure = #expect(throws: Failure.self) {
            try fixture.service.address(of: LoginRequest(name: try Label("there")))
        }
        guard case .otherAddress(.ofFormat1, let account)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(account.home == other)
    }

    @Test("an account is wiped only where nothing depends on it")
    func logout() throws {
        try fixture.create("ci")
        #expect(throws: Failure.accountInUse(try Label("work"))) { try fixture.service.logout("work") }
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("ci")))
        try fixture.service.logout("work")
        #expect(try fixture.service.accounts().isEmpty)
        #expect(throws: Failure.noAccounts) { try fixture.create("ci") }
    }
}
