import Lifecycle
import Secrets
import TestSupport
import Testing
import Vault

@Suite("The policy of a label")
struct PolicyRowTests {
    let fixture: Fixture
    let ledger: any UnlockedVault

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
    }

    private func commit(_ changes: [Change]) throws {
        try ledger.commit(OperationID(), journal: nil, changes: changes, string: nil)
    }

    private func decide(_ label: String, _ policy: Policy?) throws {
        let entry = AuditEntry(.policyChanged, time: fixture.clock.now, label: label)
        try commit([.decide(try Label(label), policy, noting: entry)])
    }

    private func policy(_ owner: String, isKept: Bool = false) -> Policy {
        var policy = Policy()
        (policy.owner, policy.isKept) = (owner, isKept)
        return policy
    }

    @Test("is read with the record and in the listing, changes in place, goes, and each change is in the log")
    func roundTrip() throws {
        let record = try fixture.seal("ci", "one", in: ledger)
        try fixture.seal("other", "two", in: ledger)
        #expect(throws: LedgerError(.absent, .label)) { try decide("free", policy("ada")) }
        for wanted in [policy("ada"), policy("bob"), nil, policy("eve"), Policy()] {
            try decide("ci", wanted)
            let found = wanted.flatMap { $0.isEmpty ? nil : $0 }
            let again = try fixture.open()
            #expect(try again.record(record.id)?.policy == found)
            #expect(try again.record(named: record.label)?.policy == found)
            #expect(try again.policy(of: record.label) == found)
            #expect(try again.records().map(\.policy) == [found, nil])
        }
        #expect(try ledger.audit().filter { $0.event == .policyChanged }.count == 5)
        try ledger.examine()
        #expect(try fixture.door.examine(try fixture.key()).damages.isEmpty)
    }

    @Test("of a hundred labels, too: each has its own, also one that is retiring")
    func many() throws {
        var wanted: [RecordID: Policy] = [:]
        for number in 0..<100 {
            let record = try fixture.seal("ci/\(number)", "string \(number)", in: ledger)
            guard number % 5 > 0 else { continue }
            wanted[record.id] = policy("owner \(number)")
            try decide("ci/\(number)", wanted[record.id])
        }
        let found = try ledger.records()
        #expect(found.count == 100)
        for record in found { #expect(record.policy == wanted[record.id], "\(record.label)") }
    }

    @Test("moves with a rename, and goes with the last record")
    func renamed() throws {
        let record = try fixture.seal("ci", "one", in: ledger)
        let moved = try Label("moved")
        try decide("ci", policy("ada"))
        try commit([.reserve(moved, for: record.id), .relabel(record.id, label: moved)])
        #expect(try ledger.record(record.id)?.policy == policy("ada"))
        #expect(try ledger.policy(of: record.label) == nil)
        try commit([.release(record.label, of: record.id)])
        try fixture.purge(try #require(try ledger.record(record.id)), in: ledger)
        #expect(try ledger.policy(of: moved) == nil)
        #expect(try ledger.records().map(\.policy) == [nil])
        try ledger.examine()
    }

    @Test("stays where it is kept, without rules and hosts, for the next token of that name")
    func kept() throws {
        let (record, label) = (try fixture.seal("ci", "one", in: ledger), try Label("ci"))
        try commit([.permit(record.id, .add(Grant(unit: "web.service")))])
        try decide("ci", policy("ada", isKept: true))
        try fixture.purge(record, in: ledger)
        #expect(try ledger.record(named: label) == nil)
        #expect(try ledger.policy(of: label) == policy("ada", isKept: true))
        try ledger.examine()
        #expect(try fixture.door.examine(try fixture.key()).damages.isEmpty)
        // A creation that comes to nothing leaves it.
        let vain = RecordID()
        try commit([.reserve(label, for: vain)])
        try commit([.release(label, of: vain)])
        #expect(try ledger.policy(of: label) == policy("ada", isKept: true))
        let next = try fixture.seal("ci", "two", in: ledger)
        #expect(try ledger.record(next.id)?.policy == policy("ada"))
        #expect(try ledger.record(next.id)?.grants == [])
        try fixture.purge(next, in: ledger)
        #expect(try ledger.policy(of: label) == nil)
        #expect(throws: LedgerError(.absent, .label)) { try decide("ci", policy("eve")) }
    }

    @Test("that is kept can be changed, and goes")
    func cleared() throws {
        let record = try fixture.seal("ci", "one", in: ledger)
        try decide("ci", policy("ada", isKept: true))
        try commit([.forget(record.id, at: fixture.clock.now)])
        try decide("ci", policy("eve", isKept: true))
        #expect(try ledger.policy(of: record.label) == policy("eve", isKept: true))
        try decide("ci", nil)
        #expect(try ledger.policy(of: record.label) == nil)
        #expect(throws: LedgerError(.absent, .label)) { try decide("ci", policy("eve")) }
        try ledger.examine()
    }

    @Test("is sealed with the token of a creation that brings one, and of a rekeyed vault it is what it was")
    func sealed() throws {
        let label = try Label("ci")
        var record = Record(
            id: RecordID(), account: fixture.account.id, label: label, state: .active,
            token: Token(id: 7, label: "ci", scopes: .all, created: nil, expiry: .never, prefix: ""),
            sealed: fixture.clock.now)
        record.policy = policy("ada")
        try ledger.commit(
            OperationID(), journal: nil, changes: [.reserve(label, for: record.id), .seal(record)],
            string: try SecretBytes(known: "string"))
        #expect(try ledger.records() == [record])
        try commit([.beginEpoch])
        var cursor: RekeyCursor? = RekeyCursor()
        while let place = cursor { cursor = try ledger.reseal(place, strings: false) }
        try commit([.endEpoch])
        #expect(try ledger.records() == [record])
        try ledger.examine()
    }
}
