import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("Which token a label names")
struct StandingTests {
    private let fixture: Fixture
    private let ledger: any UnlockedVault
    private let ci: Label

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
        ci = try Label("ci")
    }

    private func standing() throws -> LabelStanding.Holder? {
        let all = try ledger.standings(of: [try Label("none"), ci])
        #expect(all.map(\.label.text) == ["none", "ci"])
        #expect(all[0].holder == nil)
        return all[1].holder
    }

    @Test("a label names its token until that is revoked, and another token is another")
    func tokens() throws {
        #expect(try standing() == nil)
        let first = try fixture.seal("ci", "one", in: ledger)
        #expect(try standing() == LabelStanding.Holder(record: first.id, generation: 1, isHandedOut: true))
        try ledger.commit(
            OperationID(), journal: nil, changes: [.move(first.id, to: .revoking)], string: nil)
        #expect(try standing()?.isHandedOut == false)
        #expect(try ledger.standings(of: [ci])[0].token == nil)
        try fixture.purge(first, in: ledger)
        #expect(try standing() == nil)
        let second = try fixture.seal("ci", "two", in: ledger)
        #expect(try standing()?.record == second.id)
        #expect(second.id != first.id)
    }

    @Test("whether somebody has committed is told once, whoever it was, and a hand-out is no commit")
    func changes() throws {
        #expect(try ledger.hasChanged())
        try fixture.seal("ci", "one", in: ledger)
        #expect(try ledger.hasChanged())
        guard try !ledger.hasChanged() else {
            // A store without a mark cannot tell.
            return #expect(TestStore.isMemory)
        }
        _ = try fixture.handOut("ci", from: ledger)
        #expect(try !ledger.hasChanged())
        let other = try fixture.open()
        try fixture.seal("other", "two", in: other)
        #expect(try ledger.hasChanged())
        #expect(try !ledger.hasChanged())
    }
}
