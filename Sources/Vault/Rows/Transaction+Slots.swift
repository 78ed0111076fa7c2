internal import Lifecycle
internal import Secrets

// The ways to unlock the vault: who changes them has opened it.

extension Transaction {
    /// The slots, all whole and all known, as this transaction has them by now; throws `altered` where one is damaged, `newer` where
    /// one would not come along.
    func wholeSlots() throws(LedgerError) -> [Slot] {
        if let writtenSlots { return writtenSlots.whole }
        guard let known = try slots().row, !known.areDamaged else { throw LedgerError(.altered, .slot) }
        guard !known.areNewer else { throw LedgerError(.newer, .slot) }
        return known.whole
    }

    /// The notes on slots; of those that are there, and of others.
    func slotNotes() throws(LedgerError) -> SlotNotes {
        guard let value = try setting(.slots) else { return SlotNotes() }
        return try opening(.setting) { () throws(SecretsError) in try SlotNotes(value) }
    }

    /// Adds slots, and takes others away.
    mutating func change(_ change: SlotChange) throws(LedgerError) {
        var (slots, notes) = (try wholeSlots(), try slotNotes())
        var gone: [Slot] = []
        for id in change.removed {
            guard let place = slots.firstIndex(where: { $0.id == id.bytes }) else {
                throw LedgerError(.absent, .slot)
            }
            gone.append(slots.remove(at: place))
        }
        let pairs = gone.compactMap(\.publicKey)
        guard !change.isForGood || !slots.contains(where: { $0.publicKey.map(pairs.contains) == true }) else {
            throw LedgerError(.conflict, .slot)
        }
        for new in change.added {
            let slot = try opening(.slot) { () throws(SecretsError) in try Slot(new.bytes) }
            // A recovery key stays the last: what is tried before it is what people have at hand.
            let place = slots.firstIndex { $0.kind?.family == .recovery } ?? slots.endIndex
            slots.insert(slot, at: slot.kind?.family == .recovery ? slots.endIndex : place)
            notes.notes[new.id] = new.note
        }
        // What only a later version knows is no way in for this one.
        guard slots.contains(where: { $0.kind != nil }) else { throw LedgerError(.conflict, .slot) }
        guard slots.count <= SlotsRow.most, SlotsRow.cost(of: slots) <= SlotsRow.mostCost else {
            throw LedgerError(.conflict, .many)
        }
        notes.notes = notes.notes.filter { id, _ in slots.contains { $0.id == id.bytes } }
        try set(.slots, to: notes.notes.isEmpty ? nil : notes.bytes)
        try write(opening(.slot) { () throws(SecretsError) in try SlotsRow(slots, keyring) })
        for entry in change.noting { append(entry) }
    }
}

extension OpenVault {
    func slots() throws(LedgerError) -> [SlotOutline] {
        try read { (transaction) throws(LedgerError) in
            let (row, entrance) = try transaction.slots()
            let notes = try transaction.slotNotes()
            return (row ?? entrance.best.slots).whole.compactMap(\.outline).map { slot in
                var slot = slot
                slot.note = notes.notes[slot.id]
                return slot
            }
        }
    }

    func slot(
        _ new: borrowing NewSlot, cost: PassphraseCost, _ note: SlotNote
    ) throws(LedgerError) -> SlotChange.Added {
        let slot = try opening(.slot) { () throws(SecretsError) in
            var slot = try Slot(new, cost: cost)
            // Whole as it stands: it is sealed to once more when it is written.
            try slot.take(Key<RingKey>())
            return slot
        }
        guard let id = SlotID(slot.id) else { throw LedgerError(.failed, .slot) }
        return SlotChange.Added(id, slot.encoded, note)
    }
}
