import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("The ways to unlock a vault, changed")
struct SlotChangeTests {
    let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func secret(_ byte: UInt8) throws -> SecretBytes {
        let bytes = [UInt8](repeating: byte, count: 32)
        return try SecretBytes(copying: bytes.span)
    }

    private func change(_ change: SlotChange, in ledger: any UnlockedVault) throws {
        try ledger.commit(OperationID(), journal: nil, changes: [.slots(change)], string: nil)
    }

    @discardableResult
    private func add(
        _ new: consuming NewSlot, _ name: String = "new", in ledger: any UnlockedVault,
        cost: PassphraseCost = .interactive
    ) throws -> SlotID {
        let note = SlotNote(name, added: fixture.clock.now)
        let added = try ledger.slot(new, cost: cost, note)
        let entry = AuditEntry(.slotAdded, time: fixture.clock.now, label: "")
        try change(SlotChange(adding: [added], noting: [entry]), in: ledger)
        return added.id
    }

    private func opens(_ unlocking: consuming Unlocking) -> Bool {
        (try? fixture.door.open(unlocking)) != nil
    }

    @Test("a new one opens the vault with all that is in it, is named, and comes before the recovery key")
    func added() throws {
        let ledger = try fixture.open()
        try fixture.seal("a", "string-a", in: ledger)
        let id = try add(.opened(.keyFile(try secret(7))), "laptop", in: ledger)
        let again = try fixture.door.open(.keyFile(try secret(7)))
        #expect(try fixture.handOut("a", from: again) == Array("string-a".utf8))
        #expect(again.opener == id)
        let slots = try again.slots()
        #expect(slots.map(\.kind) == [.keyFile, .keyFile, .recovery])
        #expect(slots[1].id == id && slots[1].note == SlotNote("laptop", added: fixture.clock.now))
        #expect(slots[0].note == nil)
        try again.examine()
        // What has the keys already goes on.
        #expect(try fixture.handOut("a", from: ledger) == Array("string-a".utf8))
    }

    @Test("a passphrase and a key file together: neither opens the vault alone, nor with another half")
    func twoFactors() throws {
        let ledger = try fixture.open()
        func phrase(_ text: String = "correct") throws -> SecretBytes { try SecretBytes(known: text) }
        let factors = Factors(passphrase: try phrase(), keyFile: try secret(7))
        let id = try add(.opened(.both(factors)), in: ledger)
        let opened = try fixture.door.open(
            .both(Factors(passphrase: try phrase(), keyFile: try secret(7))))
        #expect(opened.opener == id)
        #expect(!opens(.passphrase(try phrase())))
        #expect(!opens(.keyFile(try secret(7))))
        #expect(!opens(.both(Factors(passphrase: try phrase("Correct"), keyFile: try secret(7)))))
        #expect(!opens(.both(Factors(passphrase: try phrase(), keyFile: try secret(8)))))
        // Where both are named, a slot that takes one of them does.
        let key = fixture.keyBytes
        #expect(opens(.both(Factors(passphrase: try phrase(), keyFile: try SecretBytes(copying: key.span)))))
    }

    @Test("the public key of a person opens with that person's private key alone, and is not known to others")
    func person() throws {
        let ledger = try fixture.open()
        let key = try PersonKey.publicKey(of: try secret(9))
        let text = PersonKey.text(of: key)
        #expect(text.count == 77 && text.hasPrefix("LSPK-"))
        #expect(try PersonKey.publicKey(from: " \(text.lowercased().replacing("-", with: " - "))\n") == key)
        let mistyped = text.dropLast() + (text.hasSuffix("0") ? "1" : "0")
        #expect(throws: SecretsError.authentication) { try PersonKey.publicKey(from: String(mistyped)) }
        #expect(throws: SecretsError.malformed) { try PersonKey.publicKey(from: String(text.dropLast())) }
        let id = try add(.person(key), in: ledger)
        #expect(try fixture.door.open(.keyFile(try secret(9))).opener == id)
        #expect(try fixture.door.ways().first { $0.id == id }?.publicKey == key)
        #expect(!opens(.keyFile(try secret(8))))
        let bytes = key
        #expect(!opens(.keyFile(try SecretBytes(copying: bytes.span))))
        #expect(throws: LedgerError.self) { try add(.person([1]), in: ledger) }
    }

    @Test("one that was replaced opens nothing any more, and the last way in stays")
    func replaced() throws {
        let ledger = try fixture.open()
        let old = try #require(ledger.opener)
        let recovery = try #require(try ledger.slots().last?.id)
        let new = try ledger.slot(
            .opened(.keyFile(try secret(7))), cost: .interactive, SlotNote("new", added: fixture.clock.now))
        try change(SlotChange(adding: [new], removing: [old, recovery], noting: []), in: ledger)
        #expect(throws: LedgerError(.wrongKey, .slot)) { _ = try fixture.open() }
        #expect(try fixture.door.open(.keyFile(try secret(7))).slots().map(\.id) == [new.id])
        #expect(throws: LedgerError(.conflict, .slot)) {
            try change(SlotChange(removing: [new.id], noting: []), in: ledger)
        }
        #expect(throws: LedgerError(.absent, .slot)) {
            try change(SlotChange(removing: [old], noting: []), in: ledger)
        }
        #expect(opens(.keyFile(try secret(7))))
    }

    @Test("there are at most sixteen, and no more work than trying them may take")
    func bounds() throws {
        let ledger = try fixture.open()
        for number in 0..<14 { try add(.opened(.keyFile(try secret(UInt8(number)))), in: ledger) }
        #expect(throws: LedgerError(.conflict, .many)) {
            try add(.opened(.keyFile(try secret(99))), in: ledger)
        }
        #expect(try ledger.slots().count == 16)
        let (isIn, isOut) = (opens(.keyFile(try secret(13))), opens(.keyFile(try secret(99))))
        #expect(isIn && !isOut)
    }

    @Test("one is removed and the vault has new keys in one change: what was removed opens no later state")
    func removed() throws {
        let ledger = try fixture.open()
        let id = try add(.opened(.keyFile(try secret(7))), in: ledger)
        try ledger.commit(
            OperationID(), journal: nil,
            changes: [.slots(SlotChange(removing: [id], noting: [])), .beginEpoch],
            string: nil)
        #expect(!opens(.keyFile(try secret(7))))
        let again = try #require(try fixture.open() as? OpenVault)
        #expect(again.keys.current.epoch == 2)
        #expect(try again.slots().count == 2)
        try again.examine()
    }

    @Test(
        "those of a vault of format 1 are changed like all others", .onFiles, arguments: ["plain", "early"])
    func migrated(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        let vault = try fixture.open()
        let before = try vault.slots()
        let new = try vault.slot(
            .opened(.keyFile(try secret(7))), cost: .interactive, SlotNote("new", added: Instant(seconds: 5)))
        let gone = try #require(before.first { $0.kind != .recovery }).id
        try vault.commit(
            OperationID(), journal: nil, changes: [.slots(SlotChange(adding: [new], noting: []))], string: nil
        )
        let opened = try fixture.door.open(.keyFile(try secret(7)))
        #expect(opened.opener == new.id)
        let old = try #require(try opened.slots().first { $0.kind != .recovery && $0.id != new.id })
        _ = gone
        try opened.commit(
            OperationID(), journal: nil, changes: [.slots(SlotChange(removing: [old.id], noting: []))],
            string: nil)
        #expect(try fixture.door.open(.keyFile(try secret(7))).slots().count == before.count)
        if let text = fixture.expected.unlocking.passphrase {
            #expect(throws: LedgerError.self) {
                _ = try fixture.door.open(.passphrase(try SecretBytes(known: text)))
            }
        }
    }
}
