/// A change of the ways to unlock the vault. No secret is part of it: a slot is a public key.
package struct SlotChange: Hashable, Sendable {
    /// A slot as the vault has made it (`SlotLedger.slot`), and what it is called.
    package struct Added: Hashable, Sendable {
        /// Its id.
        package let id: SlotID
        /// The bytes that are to stand in the vault.
        package let bytes: [UInt8]
        /// What it is called, and since when it is there.
        package let note: SlotNote

        /// Describes a new slot.
        package init(_ id: SlotID, _ bytes: [UInt8], _ note: SlotNote) {
            (self.id, self.bytes, self.note) = (id, bytes, note)
        }
    }

    /// Those that are added.
    package var added: [Added]
    /// Those that are taken away.
    package var removed: [SlotID]
    /// Whether they are to open nothing any more: no slot that stays may have the key pair of one that goes, as those of format 1 have.
    package var isForGood: Bool
    /// What the audit log is told of it; never nothing.
    package var noting: [AuditEntry]

    /// Describes a change.
    package init(
        adding added: [Added] = [], removing removed: [SlotID] = [], forGood: Bool = false,
        noting: [AuditEntry]
    ) {
        (self.added, self.removed, self.noting) = (added, removed, noting)
        isForGood = forGood
    }
}
