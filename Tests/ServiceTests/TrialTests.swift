import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

@testable import Service

@Suite("A token string that was made elsewhere")
struct TrialTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    /// An account of the user that the provider tells, at an address.
    private func addUser(_ name: String, at address: ProviderAddress? = nil, customer: String = "C") throws {
        let identity = Identity(user: "someone", customer: customer, scopes: .all, isRestricted: false)
        let account = Account(
            id: RecordID(), name: try Label(name), identity: identity, token: nil, sealed: fixture.clock.now,
            address: address)
        let string = fixture.provider.provisioning
        try fixture.vault.seal(account, string: try SecretBytes(copying: string.span))
    }

    private func trial(_ string: [UInt8], _ account: String? = nil, host: String? = nil) throws -> Trial {
        try fixture.service.trial(
            TrialRequest(account: account, host: host), string: try SecretBytes(copying: string.span))
    }

    @Test("is told to be one of an account's, with what the provider lists of it; nothing is changed")
    func own() throws {
        try addUser("mine")
        let made = fixture.provider.make("elsewhere")
        let entries = try fixture.vault.audit().count
        #expect(try trial(made.string) == .own(made.token, account: try Label("mine")))
        #expect(try fixture.vault.audit().count == entries)
        #expect(fixture.provider.log.allSatisfy { [.identify, .list].contains($0) })
    }

    @Test("is dead, or another user's, or not listed")
    func others() throws {
        let made = fixture.provider.make("elsewhere")
        #expect(try trial(made.string) == .foreign(user: "someone"))
        #expect(try trial(Array(repeating: 0x61, count: 64)) == .dead)
        try addUser("other customer", customer: "D")
        #expect(try trial(made.string) == .foreign(user: "someone"))
        try addUser("mine")
        #expect(try trial(made.string, "work") == .foreign(user: "someone"))
        fixture.provider.show("", of: made.token.id)
        #expect(try trial(made.string) == .unlisted(account: try Label("mine")))
    }

    @Test("goes to no address but those of accounts, and to none but the one that its file names")
    func addresses() throws {
        let made = fixture.provider.make("elsewhere")
        let other = try #require(ProviderAddress("http://127.0.0.1:9"))
        try addUser("away", at: other)
        #expect(try trial(made.string, host: "evil.example") == .elsewhere)
        #expect(fixture.provider.log.isEmpty)
        #expect(try trial(made.string, host: "127.0.0.1:9") == .own(made.token, account: try Label("away")))
        #expect(fixture.provider.addresses == [other])
        fixture.address = .ofFormat1
        #expect(try trial(made.string) == .foreign(user: "someone"))
        #expect(throws: Failure.self) { try trial(made.string, "away") }
        #expect(throws: Failure.self) { try trial(made.string, "none") }
    }
}
