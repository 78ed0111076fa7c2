import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("New keys for a vault")
struct EpochTests {
    let fixture: Fixture
    private let vault: OpenVault

    /// Forty labels, so that it takes several steps, tombstones, free cells, an operation, a setting and a rule.
    init() throws {
        fixture = try Fixture()
        vault = try #require(try fixture.open() as? OpenVault)
        for number in 0..<40 { try fixture.seal("t\(number)", "string-\(number)", in: vault) }
        for number in 38..<40 {
            try fixture.purge(try #require(try vault.record(named: Label("t\(number)"))), in: vault)
        }
        let entry = AuditEntry(.settingChanged, time: fixture.clock.now, label: "")
        try fixture.make(.set(.askpass, to: [1, 2], noting: entry), in: vault)
        let first = try #require(try vault.record(named: Label("t0")))
        try fixture.make(.permit(first.id, .add(Grant(unit: "web.service"))), in: vault)
        try fixture.begin(of: "t1", in: vault)
        try fixture.handOut("t2", from: vault)
    }

    /// Everything reads as before, by the keys and by the secret.
    private func expectWhole(
        _ ledger: any UnlockedVault, gone: Int = 2, at source: SourceLocation = #_sourceLocation
    ) throws {
        for number in [2, 17, 37] {
            let string = try fixture.handOut("t\(number)", from: ledger)
            #expect(string == Array("string-\(number)".utf8), sourceLocation: source)
        }
        #expect(try ledger.setting(.askpass) == [1, 2], sourceLocation: source)
        #expect(try ledger.accounts() == [fixture.account], sourceLocation: source)
        #expect(try ledger.operations().count == 1, sourceLocation: source)
        #expect(try ledger.record(named: Label("t0"))?.grants.count == 1, sourceLocation: source)
        #expect(try ledger.records().count { $0.state == .gone } == gone, sourceLocation: source)
        try ledger.examine()
        _ = try ledger.verifyAudit()
    }

    /// The epochs that stand in the rows of a table.
    private func epochs(in tables: [Table]) throws -> Set<UInt32> {
        Set(try tables.flatMap { try fixture.rows($0).map { try Blob.epoch(hashed: $0.value, .epoch) } })
    }

    @Test(
        "leave nothing under the old ones but the logs, and everything reads, strings sealed anew or not",
        arguments: [
            true, false,
        ])
    func whole(isDeep: Bool) throws {
        let strings = try fixture.rows(.cells256).map { Array($0.value[StringCell.headSize...]) }
        try fixture.rekey(vault, isDeep: isDeep)
        try expectWhole(vault)
        try expectWhole(try fixture.open())
        #expect(try epochs(in: [.items, .labels, .operations, .free, .nodes]) == [2])
        #expect(try fixture.rows(.labels).count == 39)
        let owned = try fixture.rows(.cells256).filter { $0.value[0..<5] == [1, 0, 0, 0, 2] }
        #expect(owned.count == 39, "an account and 38 tokens")
        let now = try fixture.rows(.cells256).map { Array($0.value[StringCell.headSize...]) }
        let same = zip(strings, now).count { $0 == $1 }
        #expect(same == (isDeep ? strings.count - 39 : strings.count))
        #expect(try epochs(in: [.changes]).contains(1), "the log of that time is verified with the old ones")
    }

    @Test("shut out whoever has the old ones alone, and say so")
    func oldKeys() throws {
        let ring = vault.keys
        let old = try Keyring(vault: ring.vault, ring.epochs).passed()
        let open = try #require(try fixture.door.open(with: old) as? OpenVault)
        try fixture.rekey(vault)
        #expect(throws: LedgerError(.wrongKey, .epoch)) { try fixture.door.open(with: old).records() }
        // A vault that is open meanwhile is told the same.
        #expect(throws: LedgerError(.wrongKey, .epoch)) { try open.records() }
        #expect(throws: LedgerError(.wrongKey, .epoch)) { try fixture.handOut("t2", from: open) }
        #expect(throws: LedgerError(.wrongKey, .epoch)) { try fixture.seal("late", "string", in: open) }
        try expectWhole(try fixture.open())
    }

    @Test("are taken up by who has it open by a slot that is still there, in the middle of it too")
    func takenUp() throws {
        let (looking, writing, handing) = (try fixture.open(), try fixture.open(), try fixture.open())
        let follower = try looking.followAudit()
        try fixture.handOut("t2", from: handing)
        let old = try looking.keyring()
        try fixture.make(.beginEpoch, in: vault)
        #expect(try looking.records().count == 40)
        try fixture.seal("late", "string", in: writing)
        #expect(try fixture.handOut("late", from: handing) == Array("string".utf8))
        let told = try follower.news().map(\.event)
        #expect(told.count { $0 == .handedOut } == 2)
        try fixture.resume(vault, from: RekeyCursor())
        for _ in 0..<3 {
            try fixture.rekey(vault)
            try expectWhole(handing)
        }
        try expectWhole(try fixture.door.open(with: old))
    }

    @Test("are not for a slot that is taken away, whoever has it open by that")
    func removed() throws {
        let slots = try Entrance.whole(of: fixture)
        let mine = try #require(slots.first { $0.kind == .keyFile })
        let old = try vault.keyring()
        let other = try fixture.open()
        let change = SlotChange(removing: [SlotID(mine.id)].compactMap(\.self), forGood: true, noting: [])
        try vault.commit(OperationID(), journal: nil, changes: [.slots(change), .beginEpoch], string: nil)
        // It goes on by the keys that it has drawn.
        try fixture.resume(vault, from: RekeyCursor())
        try fixture.seal("late", "string", in: vault)
        let shut = LedgerError(.wrongKey, .epoch)
        #expect(throws: shut) { try other.records() }
        #expect(throws: shut) { try fixture.handOut("t2", from: other) }
        #expect(throws: shut) { try fixture.door.open(with: old) }
        #expect(throws: LedgerError(.wrongKey, .slot)) { try fixture.open() }
        #expect(try Entrance.whole(of: fixture).map(\.id) == slots.map(\.id).filter { $0 != mine.id })
    }

    @Test("are never without a slot, nor for one that is not there")
    func refused() throws {
        let ids = try Entrance.whole(of: fixture).compactMap { SlotID($0.id) }
        #expect(ids.count == 2)
        #expect(throws: LedgerError(.conflict, .slot)) {
            try fixture.make(.slots(SlotChange(removing: ids, noting: [])), in: vault)
        }
        #expect(throws: LedgerError(.absent, .slot)) {
            try fixture.make(.slots(SlotChange(removing: [SlotID()], noting: [])), in: vault)
        }
        #expect(vault.keys.epochs.count == 1)
    }

    @Test("of somebody else, sealed to a slot, are not taken up: a public key is all that that takes")
    func forged() throws {
        let slots = try Entrance.whole(of: fixture)
        let first = Keyring.Epoch(1, .replaced, root: try Key<Root>())
        let forged = try Keyring(
            vault: fixture.vault, [first, Keyring.Epoch(2, .current, root: try Key<Root>())])
        let row = try SlotsRow(slots, forged)
        #expect(throws: SecretsError.malformed) { try row.keyring(after: vault.keys) }
        let mine = try Keyring(vault: fixture.vault, vault.keys.epochs)
        #expect(try SlotsRow(slots, mine).keyring(after: vault.keys)?.current.epoch == 1)
    }

    @Test(
        "may be stopped after any step, and gone on with by another process; all is found meanwhile",
        arguments: [
            true, false,
        ])
    func stopped(isDeep: Bool) throws {
        try fixture.make(.beginEpoch, in: vault)
        var (cursor, steps): (RekeyCursor?, Int) = (RekeyCursor(), 0)
        while let place = cursor {
            let other = try fixture.open()
            try expectWhole(other)
            #expect(throws: LedgerError(.conflict, .label)) { try fixture.seal("t3", "other", in: other) }
            if steps > 0 {
                #expect(throws: LedgerError(.conflict, .epoch)) { try fixture.make(.beginEpoch, in: other) }
            }
            cursor = try other.reseal(place, strings: isDeep)
            steps += 1
        }
        #expect(steps > 8)
        try fixture.make(.endEpoch, in: try fixture.open())
        try expectWhole(try fixture.open())
    }

    @Test("are not ended while a row is left under the old ones")
    func notEnded() throws {
        try fixture.make(.beginEpoch, in: vault)
        #expect(throws: LedgerError(.conflict, .epoch)) { try fixture.make(.endEpoch, in: vault) }
        try fixture.resume(vault, from: RekeyCursor())
        try expectWhole(vault)
    }

    @Test("a step that is done once more does no harm")
    func again() throws {
        try fixture.make(.beginEpoch, in: vault)
        _ = try vault.reseal(RekeyCursor(), strings: false)
        _ = try vault.reseal(RekeyCursor(), strings: true)
        try fixture.resume(vault, from: RekeyCursor())
        try expectWhole(vault)
    }

    @Test("labels, accounts and settings are changed, freed and taken while they are given")
    func meanwhile() throws {
        try fixture.make(.beginEpoch, in: vault)
        let next = try #require(try vault.reseal(RekeyCursor(), strings: false))
        let doomed = try #require(try vault.record(named: Label("t9")))
        try fixture.purge(doomed, in: vault)
        #expect(throws: LedgerError(.absent, .label)) { try fixture.handOut("t9", from: vault) }
        try fixture.seal("t9", "anew", in: vault)
        let entry = AuditEntry(.settingChanged, time: fixture.clock.now, label: "")
        try fixture.make(.set(.askpass, to: [3], noting: entry), in: vault)
        try vault.seal(fixture.account, string: try SecretBytes(known: "another"))
        try vault.examine()
        try fixture.resume(vault, from: next)
        let fresh = try fixture.open()
        #expect(try fixture.handOut("t9", from: fresh) == Array("anew".utf8))
        #expect(try fresh.setting(.askpass) == [3])
        #expect(try fresh.string(of: fixture.account.id).exposed == Array("another".utf8))
        try fresh.examine()
    }

    @Test("are given any number of times, and receipts of each time are verified")
    func often() throws {
        for round in 0..<4 {
            try fixture.seal("r\(round)", "string", in: vault)
            try fixture.purge(try #require(try vault.record(named: Label("r\(round)"))), in: vault)
            try fixture.rekey(vault, isDeep: round == 2)
        }
        try expectWhole(vault, gone: 6)
        #expect(vault.keys.epochs.map(\.number) == [1, 2, 3, 4, 5])
        #expect(vault.keys.epochs.dropLast().allSatisfy { $0.state == .verifying })
    }
}

extension Entrance {
    /// The slots as they stand in the vault.
    static func whole(of fixture: Fixture) throws -> [Slot] {
        try SlotsRow(fixture.value(RowKey(.first, DoorRow.slots.rawValue)), of: fixture.vault).whole
    }
}
