import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("The slots of a vault")
struct SlotTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    /// The row of slots in its parts, so that a test puts it together otherwise.
    private struct Parts {
        var header: [UInt8]
        var slots: [[UInt8]] = []
        var sums: [[UInt8]] = []
        var ring: [UInt8]

        init(_ row: [UInt8]) throws {
            var reader = Reader(row)
            header = try reader.raw(5)
            let count: UInt16 = try reader.number()
            for _ in 0..<count {
                slots.append(try reader.bytes())
                sums.append(try reader.raw(16))
            }
            ring = try reader.bytes()
        }

        func row(of vault: [UInt8]) -> [UInt8] {
            var writer = Writer()
            writer.raw(header)
            writer.number(UInt16(slots.count))
            for (slot, sum) in zip(slots, sums) {
                writer.bytes(slot)
                writer.raw(sum)
            }
            writer.bytes(ring)
            writer.raw(Checksum.of(encoded: vault + ring))
            return writer.bytes
        }
    }

    /// Writes the row of slots otherwise, past the vault: in both copies, or in one.
    private func forge(_ tables: [Table] = [.first, .second], _ change: (inout Parts) -> Void) throws {
        var parts = try Parts(fixture.value(RowKey(.first, DoorRow.slots.rawValue)))
        change(&parts)
        let row = parts.row(of: fixture.vault)
        try fixture.forge(tables.map { RowWrite(key: RowKey($0, DoorRow.slots.rawValue), value: row) })
    }

    /// A passphrase slot as Lockstep would write it, with random bytes for its keys.
    private func slot(passes: UInt32, gibibytes: UInt32) -> [UInt8] {
        var cost = Writer()
        cost.number(passes)
        cost.number(gibibytes << 20)
        var fields = NumberedFields()
        fields[1] = cost.bytes
        fields[2] = Random.bytes(16)
        fields[3] = Random.bytes(32)
        fields[4] = Random.bytes(32)
        fields[5] = Random.bytes(80)
        return Random.bytes(16) + [1] + fields.bytes
    }

    private func open(_ passphrase: String) throws -> any UnlockedVault {
        try fixture.door.open(.passphrase(try SecretBytes(known: passphrase)))
    }

    /// How many are forged, with how many passes over a GiB; each set costs more than is ever tried.
    @Test(
        "forged ones that would cost too much, or are too many, are told before one is tried",
        arguments: [(5, 2), (2, 8), (15, 2)])
    func costly(_ count: Int, _ passes: UInt32) throws {
        try forge { parts in
            for _ in 0..<count {
                let slot = slot(passes: passes, gibibytes: 1)
                parts.slots.append(slot)
                parts.sums.append(Checksum.of(encoded: fixture.vault + slot))
            }
        }
        #expect(throws: LedgerError(.altered, .slot)) { try open("any") }
        #expect(throws: LedgerError(.altered, .slot)) { try fixture.open() }
        #expect(fixture.door.inspect().damages == [LedgerError(.altered, .slot)])
    }

    @Test(
        "a keyring that the right secret's key does not open was altered: nobody is told that the secret was wrong"
    )
    func otherRing() throws {
        try forge { parts in parts.ring[parts.ring.count - 1] ^= 1 }
        #expect(throws: LedgerError(.altered, .slot)) { try fixture.open() }
    }

    @Test(
        "one that was slipped in, or taken out, in both copies is told by whoever opens",
        arguments: [true, false])
    func number(isMore: Bool) throws {
        try forge { parts in
            if isMore {
                let slot = slot(passes: 2, gibibytes: 1)
                parts.slots.append(slot)
                parts.sums.append(Checksum.of(encoded: fixture.vault + slot))
            } else {
                parts.slots.removeLast()
                parts.sums.removeLast()
            }
        }
        #expect(throws: LedgerError(.altered, .slot)) { try fixture.open() }
        #expect(try fixture.door.examine(try fixture.key()).damages.contains(LedgerError(.altered, .slot)))
    }

    @Test(
        "one that is damaged in one copy shuts nobody out: it opens, says so, and doctor names the copy",
        arguments: [
            (Table.first, 0), (.first, 1), (.second, 0), (.second, 1),
        ])
    func damaged(_ table: Table, _ which: Int) throws {
        try forge([table]) { parts in parts.slots[which][40] ^= 1 }
        let door = fixture.door
        _ = try door.open(try fixture.key())
        #expect(door.notice == .damaged)
        let found = try fixture.door.examine(try fixture.key())
        #expect(found.damages == [LedgerError(.altered, table == .first ? .first : .second)])
        #expect(!found.stopsAll)
        // The next change that writes slots makes both whole; any other leaves them as they are.
        try fixture.rekey(try fixture.open())
        #expect(try fixture.door.examine(try fixture.key()).damages.isEmpty)
    }

    @Test(
        "a copy of the door, of the slots or of the head that is gone or garbage shuts nobody out",
        arguments: [
            Table.first, .second,
        ])
    func copies(_ table: Table) throws {
        try fixture.seal("ci", "string", in: try fixture.open())
        for row in DoorRow.allCases {
            let key = RowKey(table, row.rawValue)
            let whole = try fixture.value(key)
            let flipped: [UInt8] = Array(whole.dropLast()) + [whole[whole.count - 1] ^ 1]
            let values: [[UInt8]?] = [nil, [], [0], [0] + Random.bytes(whole.count), flipped]
            for value in values {
                try fixture.forge([RowWrite(key: key, value: value)])
                let door = fixture.door
                #expect(
                    try fixture.handOut("ci", from: try door.open(try fixture.key())) == Array("string".utf8))
                #expect(door.notice == .damaged, "\(row)")
                let found = try fixture.door.examine(try fixture.key())
                #expect(
                    found.damages == [LedgerError(.altered, table == .first ? .first : .second)], "\(row)")
                #expect(found.whole.count == 1 && !found.stopsAll)
            }
            try fixture.forge([RowWrite(key: key, value: whole)])
        }
        #expect(try fixture.door.examine(try fixture.key()).damages.isEmpty)
    }

    /// Ways in which systems write the same text: composed, decomposed, with marks in another order; and what is no UTF-8.
    static let spellings: [(made: [UInt8], typed: [UInt8], opens: Bool)] = [
        (Array("caf\u{E9} cr\u{E8}me".utf8), Array("cafe\u{301} cre\u{300}me".utf8), true),
        (Array("cafe\u{301}".utf8), Array("caf\u{E9}".utf8), true),
        (Array("q\u{307}\u{323}".utf8), Array("q\u{323}\u{307}".utf8), true),
        (Array("\u{1100}\u{1161}\u{11A8}".utf8), Array("\u{AC01}".utf8), true),
        (
            Array(String(repeating: "\u{1D160}", count: 50).utf8),
            Array(String(repeating: "\u{1D160}", count: 50).utf8), true
        ),
        (Array("caf\u{E9}".utf8), Array("cafe".utf8), false),
        // Compatibility forms are other characters.
        (Array("\u{FB01}ne".utf8), Array("fine".utf8), false),
        ([0x63, 0xE9], [0x63, 0xE9], true),
        ([0x63, 0xE9], [0x63, 0xE8], false),
        ([0x63, 0xE9, 0x65, 0xCC, 0x81], [0x63, 0xE9, 0xC3, 0xA9], false),
    ]

    @Test("a passphrase is the same in every form of Unicode that systems type it in", arguments: spellings)
    func composed(_ made: [UInt8], _ typed: [UInt8], opens: Bool) throws {
        let folder = TemporaryFolder()
        let door = VaultFile(
            path: "\(folder.path)/vault.db", state: folder.path, stores: TestStore.make())
        try door.make(
            .passphrase(try SecretBytes(copying: made.span)), recovery: try SecretBytes(random: 32),
            cost: .interactive, at: fixture.clock.now)
        let isOpen = (try? door.open(.passphrase(try SecretBytes(copying: typed.span)))) != nil
        #expect(isOpen == opens)
    }

    @Test("a passphrase in the form of a recovery key opens the vault that was made with it")
    func recoveryForm() throws {
        let text = "LSRK-" + Array(repeating: "0123abcd", count: 8).joined(separator: "-")
        let folder = TemporaryFolder()
        let door = VaultFile(
            path: "\(folder.path)/vault.db", state: folder.path, stores: TestStore.make())
        let key = try Key<Root>()
        try door.make(
            .passphrase(try SecretBytes(known: text)), recovery: try key.copy(), cost: .interactive,
            at: fixture.clock.now)
        let recovery = try RecoveryKey.text(of: key)
        #expect(try door.open(.passphrase(try SecretBytes(known: text))).records().isEmpty)
        #expect(try door.open(.passphrase(recovery)).records().isEmpty)
        let other = text.replacing("0123", with: "4567")
        #expect(throws: LedgerError(.wrongKey, .slot)) {
            try door.open(.passphrase(try SecretBytes(known: other)))
        }
    }
}
