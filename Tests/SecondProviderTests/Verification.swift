import Lifecycle
import ProviderProfiles
import Secrets
import TestSupport
import Testing

/// A new operation, as CONTRIBUTING.md shows one: asks whether a token still is what the vault says of it.
struct Verification: StateMachine {
    static let number: UInt8 = 200
    static let name = "verify"

    var subject: Subject
    let token: TokenID
    let scopes: Scopes

    mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch event {
        case .begin, .resume, .paused: return Step([], .ask(.view(token)))
        case .answer(.token(let found)) where rules.agree(found.scopes, with: scopes):
            return Step([], .finish(.done))
        case .answer(.token): return Step([], .finish(.kept(.grantedOtherwise)))
        case .answer(.absent): return Step([], .finish(.failed(.vanished)))
        case .answer: return Step([], .finish(.failed(.provider(ProviderFailure(.nonsense)))))
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return Step([], .finish(.pending(.impossible(event.kind))))
        }
    }

    var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90) { token.encode(to: &$0) }
        fields.set(0x91) { scopes.encode(to: &$0) }
        return fields
    }
}

extension Verification {
    init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            subject: try Subject(fields, knowing: [0x90, 0x91]),
            token: try fields.required(0x90, TokenID.init(from:)),
            scopes: try fields.required(0x91, Scopes.init(from:)))
    }
}

@Suite("A new operation")
struct VerificationTests {
    @Test("is its file and a row in the registry: the driver runs it, the journal keeps it")
    func whole() throws {
        let world = try ForgeWorld()
        try world.run(try world.creation("ci"))
        let record = try world.record("ci")
        let subject = try world.subject("ci", record.id)
        let asked = try world.provider.profile.catalog.scopes(["repo:rw"])
        let verification = Verification(subject: subject, token: record.token.id, scopes: asked)
        #expect(try world.run(verification) == .done)
        let wider = Verification(subject: subject, token: record.token.id, scopes: .all)
        #expect(try world.run(wider) == .kept(.grantedOtherwise))
        let kinds = OperationKinds.all + [Verification.self]
        #expect(
            try OperationKinds.read(wider.journalEntry, among: kinds).journalEntry == wider.journalEntry)
        // A program that does not have the row says so, and touches nothing.
        #expect(throws: LedgerError(.newer, .journal)) { try OperationKinds.read(wider.journalEntry) }
        #expect(try world.open().operations().isEmpty)
    }
}
