import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("Slots whose secret is kept elsewhere")
struct KeptSlotTests {
    let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func secret(_ byte: UInt8) throws -> SecretBytes {
        let bytes = [UInt8](repeating: byte, count: 32)
        return try SecretBytes(copying: bytes.span)
    }

    private func add(_ new: consuming NewSlot, in ledger: any UnlockedVault) throws -> SlotID {
        let note = SlotNote("new", added: fixture.clock.now)
        let added = try ledger.slot(new, cost: .interactive, note)
        let entry = AuditEntry(.slotAdded, time: fixture.clock.now, label: "")
        let change = SlotChange(adding: [added], noting: [entry])
        try ledger.commit(OperationID(), journal: nil, changes: [.slots(change)], string: nil)
        return added.id
    }

    private func opens(_ unlocking: consuming Unlocking) -> Bool {
        (try? fixture.door.open(unlocking)) != nil
    }

    @Test("shares open it by what they give, and everybody reads how many it takes, and of which set")
    func shares() throws {
        let set = try ShareSet([1, 2, 3, 4, 5, 6], threshold: 2, count: 3)
        let ledger = try fixture.open()
        let id = try add(.shares(DescribedSecret(try secret(5), set.bytes)), in: ledger)
        let key = try Key<Root>(try secret(5))
        let made = try Share.divide(key, set: set.id, threshold: 2, count: 3)
        for some in [[made[0], made[1]], [made[2], made[0]], [made[1], made[2]]] {
            let given = try Share.key(of: some, for: Root.self).copy()
            let opened = try fixture.door.open(.shares(given))
            #expect(opened.opener == id)
        }
        let other = try Share.divide(try Key<Root>(), set: set.id, threshold: 2, count: 3)
        let mixed = try Share.key(of: [made[0], other[1]], for: Root.self).copy()
        let byForged = opens(.shares(mixed))
        #expect(!byForged)
        // A secret is a slot's in the form in which it is kept there, and in no other.
        let byFile = try opens(.keyFile(secret(5)))
        let byCredential = try opens(.credential(secret(5)))
        #expect(!byFile && !byCredential)
        #expect(try fixture.door.ways().compactMap(\.shares) == [set])
    }

    @Test("what the system has sealed stands in the slot, and opens it once it was opened")
    func system() throws {
        let ledger = try fixture.open()
        let id = try add(.system(DescribedSecret(try secret(6), Array("sealed".utf8))), in: ledger)
        let opened = try fixture.door.open(.credential(try secret(6)))
        #expect(opened.opener == id)
        let byAnother = try opens(.credential(secret(7)))
        let byShares = try opens(.shares(secret(6)))
        #expect(!byAnother && !byShares)
        #expect(try fixture.door.ways().map(\.credential).filter { !$0.isEmpty } == [Array("sealed".utf8)])
    }

    @Test("a slot without what belongs beside it is not made", arguments: [0, 7, 9, 4097])
    func details(_ length: Int) throws {
        let ledger = try fixture.open()
        let detail = [UInt8](repeating: 3, count: length)
        let before = try ledger.slots()
        #expect(throws: LedgerError.self) {
            _ = try add(.shares(DescribedSecret(try secret(5), detail)), in: ledger)
        }
        if length == 0 || length > 4096 {
            #expect(throws: LedgerError.self) {
                _ = try add(.system(DescribedSecret(try secret(5), detail)), in: ledger)
            }
        }
        #expect(try ledger.slots() == before)
    }
}
