import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

@testable import Service

@Suite("Rotating a provisioning token")
struct RotateAccountTests {
    let fixture: ServiceFixture

    init() throws {
        fixture = try ServiceFixture()
        fixture.date()
        fixture.provider.tellsTime = true
        fixture.provider.drop(1)
        try provision(days: 30)
    }

    private var account: Account { get throws { try fixture.service.account(named: "work") } }

    /// Gives the account a token, as somebody does who logs in.
    @discardableResult
    private func provision(
        days: Int64?, scopes: Scopes = .all, isListed: Bool = true
    ) throws -> FakeProvider.Kept {
        let expiry = days.map { Expiry.at(fixture.clock.now.advanced(by: $0 * 86_400)) } ?? .never
        let made = fixture.provider.make("provisioning", scopes: scopes, expiry: expiry)
        if !isListed { fixture.provider.show("ffffffffffffffff", of: made.token.id) }
        let plan = try fixture.service.plan(
            login: LoginRequest(name: nil, address: nil), string: SecretBytes(copying: made.string.span))
        var account = try account
        (account.identity, account.token) = (plan.account.identity, isListed ? made.token : nil)
        try fixture.vault.seal(account, string: try SecretBytes(copying: made.string.span))
        return made
    }

    private func login(_ made: FakeProvider.Kept) throws -> LoginPlan {
        let plan = try fixture.service.plan(
            login: LoginRequest(name: try Label("work"), address: nil),
            string: SecretBytes(copying: made.string.span))
        try fixture.service.login(plan, string: SecretBytes(copying: made.string.span))
        return plan
    }

    @Test("keeps its scopes and as long a life, revokes the former one, and leaves a receipt")
    func alike() throws {
        let before = try account
        fixture.later(days: 20)
        let rotated = try fixture.service.rotate(RotateAccountRequest("work"))
        let after = try account
        #expect(rotated.account == after && rotated.former == before.token?.id && rotated.failure == nil)
        #expect(after.id == before.id && after.identity == before.identity)
        #expect(after.token?.expiry.moment == fixture.clock.now.advanced(by: 30 * 86_400))
        let others = fixture.provider.others
        #expect(others.count == 1 && others.first?.token.id == after.token?.id)
        let label = try #require(AccountRotation.label(of: before.name))
        #expect(try fixture.service.receipt(of: label).record.token.id == before.token?.id)
        #expect(try fixture.vault.operations().isEmpty)
        try fixture.create("ci")
    }

    @Test("takes another expiry, and a name that is as long as one can be")
    func otherwise() throws {
        let rotated = try fixture.service.rotate(RotateAccountRequest("work", expiry: "never"))
        #expect(rotated.account.token?.expiry == .never)
        #expect(AccountRotation.label(of: try Label(String(repeating: "x", count: 100))) != nil)
    }

    @Test("says what cannot be rotated, and changes nothing: one that may not create, or is not listed")
    func refused() throws {
        for (scopes, isListed) in [(Scopes.only(["linodes": .readWrite]), true), (.all, false)] {
            let made = try provision(days: 30, scopes: scopes, isListed: isListed)
            let work = try Label("work")
            let failure = Failure.rotation(isListed ? .cannotCreate(work) : .notListed(work))
            #expect(throws: failure) { try fixture.service.rotate(RotateAccountRequest("work")) }
            #expect(fixture.provider.kept[made.token.id] != nil)
        }
        #expect(!fixture.provider.log.contains { if case .create = $0 { true } else { false } })
        #expect(throws: Failure.noAccount("other", known: [try Label("work")])) {
            try fixture.service.rotate(RotateAccountRequest("other"))
        }
        var settings = SettingsChange()
        settings.handsOutOnly = "on"
        try fixture.service.set(settings)
        #expect(throws: Failure.handsOutOnly) { try fixture.service.rotate(RotateAccountRequest("work")) }
    }

    @Test("goes on with one that was stopped, and begins no other")
    func resumed() throws {
        let former = try account.token?.id
        fixture.provider.fault = { _, request in
            if case .delete = request { .before(ProviderFailure(.unreachable)) } else { nil }
        }
        let held = try fixture.service.rotate(RotateAccountRequest("work"))
        #expect(held.failure != nil && held.former == former && held.account.token?.id != former)
        fixture.provider.fault = { _, _ in nil }
        let done = try fixture.service.rotate(RotateAccountRequest("work"))
        #expect(done.failure == nil && done.former == former && done.account == held.account)
        #expect(fixture.provider.others.count == 1)
    }

    @Test(
        "a login takes a new one for a token that is dead, of the same user alone; what was stopped goes on")
    func dead() throws {
        try fixture.create("ci")
        try fixture.create("cd")
        fixture.provider.fault = { _, request in
            if case .delete = request { .before(ProviderFailure(.unreachable)) } else { nil }
        }
        _ = try fixture.service.revoke(try fixture.service.plan(revoking: fixture.selection("ci")))
        fixture.provider.fault = { _, _ in nil }
        fixture.provider.drop(try #require(try account.token?.id))
        let isDead = { (failure: Failure?) in
            if case .provider(let refusal, _)? = failure { refusal.code == .deadCredential } else { false }
        }
        #expect { try fixture.service.rotate(RotateAccountRequest("work")) } throws: {
            isDead($0 as? Failure)
        }
        _ = try fixture.service.sync(SyncRequest())
        #expect(try fixture.service.pending().map(\.label.text) == ["ci"])
        let records = try fixture.vault.records()
        fixture.provider.user = "somebody-else"
        let foreign = fixture.provider.make("foreign", scopes: .all)
        #expect(throws: Failure.otherUser(try Label("work"))) { try login(foreign) }
        fixture.provider.user = "someone"
        // Fewer rights are no weakness where the present one has none.
        let narrow = fixture.provider.make(
            "narrow", scopes: .only(["account": .readWrite, "linodes": .readWrite]))
        #expect(try login(narrow).weaknesses.isEmpty)
        #expect(try fixture.vault.records() == records, "the vault is as it was")
        _ = try fixture.service.sync(SyncRequest())
        #expect(try fixture.service.pending().isEmpty)
        let left = Set(fixture.provider.others.map(\.token.label))
        #expect(left == ["cd", "foreign", "narrow"], "the stopped revocation has gone on")
    }
}
