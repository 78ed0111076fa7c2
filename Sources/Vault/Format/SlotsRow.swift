internal import Lifecycle
internal import Secrets

/// The row with all slots and the keyring: what is read without a key, before any work is done for one of the slots.
struct SlotsRow {
    /// Those that are whole.
    private(set) var whole: [Slot] = []
    /// How many others do not have their checksum, or would cost too little or too much to try.
    private(set) var damaged = 0
    var areDamaged: Bool { damaged > 0 }
    /// The keyring, sealed under the key that each slot opens.
    private(set) var ring: [UInt8] = []
    /// The row as it stands in the store.
    let bytes: [UInt8]

    /// The most that a vault has.
    static let most = SlotLimits.most
    /// The most that trying all passphrase slots may cost, in passes over a KiB: 8 GiB-passes, about eight seconds.
    static let mostCost = SlotLimits.mostWork

    /// Whether there are some that a later version has added to: they are passed over.
    private(set) var areNewer = false

    /// Reads a row; throws `newer` for a later version, `altered` for one that Lockstep would not write. Slots that a disk has damaged
    /// are passed over.
    init(_ bytes: [UInt8], of vault: [UInt8]) throws(LedgerError) {
        self.bytes = bytes
        _ = try Blob.epoch(of: bytes, .slot)
        var reader = Reader(Array(bytes[Blob.headerSize...]))
        try opening(.slot) { () throws(SecretsError) in try read(&reader, of: vault) }
        // Before any work is done: whoever wrote these wants work to be done.
        guard SlotsRow.cost(of: whole) <= SlotsRow.mostCost else { throw LedgerError(.altered, .slot) }
    }

    /// What trying all of them costs.
    static func cost(of slots: [Slot]) -> UInt64 { slots.compactMap(\.cost).reduce(0) { $0 + $1.work } }

    private mutating func read(_ reader: inout Reader, of vault: [UInt8]) throws(SecretsError) {
        let count: UInt16 = try reader.number()
        if !(1...SlotsRow.most).contains(Int(count)) { throw .malformed }
        for _ in 0..<count {
            let encoded = try reader.bytes()
            let sum = try reader.raw(Checksum.size)
            guard sum == Checksum.of(encoded: vault + encoded) else {
                damaged += 1
                continue
            }
            do throws(SecretsError) {
                let slot = try Slot(encoded)
                // Nobody works for a slot that costs less or more than Lockstep's own.
                if slot.isAcceptable { whole.append(slot) } else { damaged += 1 }
            } catch .later { areNewer = true }
        }
        let found = try reader.bytes()
        guard try reader.raw(Checksum.size) == Checksum.of(encoded: vault + found) else { throw .malformed }
        ring = found
        try reader.end()
    }

    /// Writes slots and a keyring anew: under a fresh key, sealed to every slot.
    init(_ slots: [Slot], _ keyring: Keyring) throws(SecretsError) {
        let key = try Key<RingKey>()
        var slots = slots
        for index in slots.indices { try slots[index].take(key) }
        let plain = try keyring.encoded()
        ring = try plain.withBytes { (bytes) throws(SecretsError) in
            try Seal.seal(bytes, with: key, binding: SlotsRow.binding(keyring.vault))
        }
        whole = slots
        var writer = Writer()
        writer.raw(Blob.header(keyring.current.epoch))
        writer.number(UInt16(slots.count))
        for slot in slots {
            let encoded = slot.encoded
            writer.bytes(encoded)
            writer.raw(Checksum.of(encoded: keyring.vault + encoded))
        }
        writer.bytes(ring)
        writer.raw(Checksum.of(encoded: keyring.vault + ring))
        bytes = writer.bytes
    }

    /// Opens the keyring with the key that a slot has opened; throws `malformed`, also where it is not the keyring's: the slot was the right
    /// one.
    func keyring(of vault: [UInt8], with slot: borrowing OpenedSlot) throws(SecretsError) -> Keyring {
        do throws(SecretsError) {
            let plain = try Seal.open(ring, with: slot.ring, binding: SlotsRow.binding(vault))
            return try Keyring(vault: vault, encoded: plain, opener: slot.opener)
        } catch .authentication { throw .malformed }
    }

    private static func binding(_ vault: [UInt8]) -> AssociatedData {
        AssociatedData("lockstep 2 keyring", vault)
    }
}
