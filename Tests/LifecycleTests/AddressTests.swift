import Lifecycle
import Secrets
import TestSupport
import Testing

/// Two providers, each at an address of its own; a request to any third one fails the test.
private final class TwoProviders: ProviderRouter {
    let fakes: [ProviderAddress: FakeProvider]
    init(_ fakes: [ProviderAddress: FakeProvider]) { self.fakes = fakes }

    func submit(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes, tag: UInt64
    ) throws(ProviderFailure) {
        guard let fake = fakes[address] else {
            Issue.record("a request went to \(address)")
            throw ProviderFailure(.helper)
        }
        try fake.submit(request, as: string, tag: tag)
    }

    func rules(at address: ProviderAddress) -> ProviderRules {
        fakes[address]?.rules(at: address) ?? ProviderRules()
    }

    func next() throws(ProviderFailure) -> ProviderReply {
        for fake in fakes.values { if let reply = try? fake.next() { return reply } }
        throw ProviderFailure(.helper)
    }
}

@Suite("The address of an account")
struct AddressTests {
    @Test("is where each of its requests goes, and no other account's do, also in one sync of several")
    func bound() throws {
        let world = try World()
        let elsewhere = FakeProvider()
        let address = try #require(ProviderAddress("https://api.example.com"))
        let identity = Identity(user: "someone", customer: "C", scopes: .all, isRestricted: false)
        let other = Account(
            id: RecordID(), name: try Label("other"), identity: identity, token: elsewhere.kept[1]?.token,
            sealed: world.clock.now, address: address)
        let ledger = try world.open()
        let string = elsewhere.provisioning
        try ledger.seal(other, string: try SecretBytes(copying: string.span))
        let both = TwoProviders([.ofFormat1: world.provider, address: elsewhere])
        let driver = Driver(ledger: ledger, provider: both, clock: world.clock)
        var outcomes: [Outcome] = []
        let creations = try [world.account.id, other.id].enumerated().map { place, account in
            Creation(
                Subject(
                    record: RecordID(), account: account, label: try Label("t\(place)"),
                    began: world.clock.now, settle: 3),
                scopes: .only(["linodes": .readOnly]), expiry: .never)
        }
        driver.run(creations) { outcomes.append($1) }
        let sync = Sync(ledger: ledger, provider: both, clock: world.clock, settle: 3) { outcomes.append($1) }
        let findings = try sync.run()
        let revocations = try ledger.records().map { record in
            Revocation(
                Subject(
                    record: record.id, account: record.account, label: record.label,
                    began: world.clock.now, settle: 3), token: record.token.id, cause: .asked)
        }
        #expect(world.provider.others.count == 1 && elsewhere.others.count == 1)
        driver.run(revocations) { outcomes.append($1) }
        #expect(outcomes.allSatisfy { $0 == .done } && outcomes.count == 4)
        #expect(world.provider.others.isEmpty && elsewhere.others.isEmpty)
        for finding in findings {
            let found = try finding.result.get()
            #expect(found.managed.count == 1 && found.gone.isEmpty && found.unmanaged.isEmpty)
        }
        // A token of the one is a stranger at the other, whatever its number there.
        #expect(world.provider.log.count == elsewhere.log.count)
    }

    @Test("never changes once it is known; one that was not known may be told")
    func fixed() throws {
        let world = try World()
        let ledger = try world.open()
        func seal(_ text: String?) throws {
            var account = world.account
            account.address = text.flatMap { ProviderAddress($0) }
            try ledger.seal(account, string: try SecretBytes(known: "string"))
        }
        #expect(try ledger.accounts().first?.home == .ofFormat1)
        try seal("https://api.example.com")
        for wrong in ["https://api.linode.com", "https://api.example.com/x", nil] {
            #expect(throws: LedgerError(.conflict, .account)) { try seal(wrong) }
        }
        try seal("https://API.example.com:443/")
        #expect(try ledger.credential(of: world.account.id).address.text == "https://api.example.com")
    }

    @Test(
        "is compared in one form",
        arguments: [
            ("HTTPS://API.Linode.COM:443//", "https://api.linode.com"),
            ("http://127.0.0.1:80/v4/", "http://127.0.0.1/v4"), ("http://[::1]:8080", "http://[::1]:8080"),
            ("https://a.example:0443", "https://a.example"), ("https://a.example/V4", "https://a.example/V4"),
            ("https://user@a.example", nil), ("https://a.example?x", nil), ("https://a.example#x", nil),
            ("https://", nil), ("a.example", nil), ("ftp://a.example", nil), ("https://a.example:0", nil),
            ("https://a.example:65536", nil), ("https://a..example", nil), ("https://*.example", nil),
            ("https://ä.example", nil), ("https://a.example\\@b.example", nil), ("https://a example", nil),
            ("https://[::1", nil), ("https://a.example:", nil), ("https://%61.example", nil),
        ] as [(String, String?)])
    func form(_ text: String, _ canonical: String?) { #expect(ProviderAddress(text)?.text == canonical) }
}
