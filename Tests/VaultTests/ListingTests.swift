import Lifecycle
import TestSupport
import Testing
import Vault

@Suite("All records at once")
struct ListingTests {
    let fixture: Fixture
    let ledger: any UnlockedVault

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
    }

    private func commit(_ changes: [Change]) throws {
        try ledger.commit(OperationID(), journal: nil, changes: changes, string: nil)
    }

    @Test("come by label, generation and time, tombstones too")
    func order() throws {
        for label in [
            "b", "a", "\u{E9}", "a/2", "a/10", "\u{1F511}", "\u{FB01}", "Z", "z", "e\u{300}", "a b",
        ] {
            let record = try fixture.seal(label, "string of \(label)", in: ledger)
            fixture.clock.now = fixture.clock.now.advanced(by: 5)
            guard label != "z" else { continue }
            try fixture.purge(record, in: ledger)
            try fixture.seal(label, "another string of \(label)", in: ledger)
        }
        let found = try ledger.records()
        #expect(found.count == 21)
        let sorted = found.sorted {
            ($0.label, $0.generation, $0.sealed) < ($1.label, $1.generation, $1.sealed)
        }
        #expect(found.map(\.id) == sorted.map(\.id))
        for record in found { #expect(try ledger.record(record.id) == record) }
    }

    @Test("have the rules of their labels, as each has when it is asked for alone")
    func rules() throws {
        let (web, plain) = (
            try fixture.seal("web", "string of web", in: ledger),
            try fixture.seal("ci", "string of ci", in: ledger)
        )
        let rule = Grant(unit: "web.service")
        let moved = try Label("moved")
        let steps: [(changes: [Change], rules: [Grant])] = [
            ([], []), ([.permit(web.id, .add(rule))], [rule]),
            ([.move(web.id, to: .retiring)], [rule]),
            ([.reserve(moved, for: web.id), .relabel(web.id, label: moved)], [rule]),
            ([.permit(web.id, .clear)], []), ([.permit(web.id, .add(rule))], [rule]),
            ([.forget(web.id, at: fixture.clock.now)], []),
        ]
        for (changes, rules) in steps {
            if !changes.isEmpty { try commit(changes) }
            var unsorted: [RecordID: [Grant]] = [:]
            try ledger.eachRecord { (record) throws(LedgerError) in unsorted[record.id] = record.grants }
            #expect(unsorted == [web.id: rules, plain.id: []])
            for record in try ledger.records() { #expect(record.grants == unsorted[record.id]) }
            #expect(try ledger.record(web.id)?.grants == rules)
        }
    }

    @Test("are of one moment, and no look at the vault is open while they are handed out")
    func moment() throws {
        for label in ["a", "b", "c"] { try fixture.seal(label, "string of \(label)", in: ledger) }
        let listing = try ledger.listing()
        let first = try listing.next()
        try commit([.forget(try #require(first).id, at: fixture.clock.now)])
        try ledger.scrub()
        var states = [first?.state]
        while let next = try listing.next() { states.append(next.state) }
        #expect(states == [.active, .active, .active])
    }
}
