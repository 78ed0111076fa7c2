package import Lifecycle
package import Requests
package import Secrets

// The ways to unlock the vault. Whoever changes them has opened it with one.

extension Service {
    /// All of them, in the order in which they are tried.
    package func slots() throws(Failure) -> [SlotOutline] {
        try reading { () throws(LedgerError) in try vault.slots() }
    }

    /// The one that has opened the vault here; `nil` where that is not known.
    package func opener() throws(Failure) -> SlotOutline? {
        guard let id = vault.opener else { return nil }
        return try slots().first { $0.id == id }
    }

    /// The slot of that name, or whose id begins so.
    package func slot(named text: String) throws(Failure) -> SlotOutline {
        let all = try slots()
        let wanted = text.lowercased()
        let found = all.filter { $0.name == text }
        let fitting = found.isEmpty && wanted.count >= 4 ? all.filter { $0.id.hex.hasPrefix(wanted) } : found
        guard let slot = fitting.first else { throw .slot(.none(text)) }
        guard fitting.count == 1 else { throw .slot(.several(text)) }
        return slot
    }

    /// The slot whose passphrase is to be changed: the one that was named, the one that has opened the vault, or the only one.
    package func passphraseSlot(named text: String?) throws(Failure) -> SlotOutline {
        if let text {
            let slot = try slot(named: text)
            guard slot.kind?.takesPassphrase == true else { throw .slot(.noPassphrase) }
            return slot
        }
        if let slot = try opener(), slot.kind?.takesPassphrase == true { return slot }
        let found = try slots().filter { $0.kind?.takesPassphrase == true }
        guard let slot = found.first else { throw .slot(.noPassphrase) }
        guard found.count == 1 else { throw .slot(.severalPassphrases(found.map(\.shortID))) }
        return slot
    }

    /// Throws what keeps a slot from being added, before anybody is asked for anything; `replacing` goes when it comes.
    package func checkRoom(
        _ kind: SlotKind, name: String?, cost: PassphraseCost?, key: [UInt8] = [],
        replacing: SlotOutline? = nil
    ) throws(Failure) {
        let others = try slots().filter { $0.id != replacing?.id }
        guard others.count < SlotLimits.most else { throw .slot(.tooMany) }
        let work = others.compactMap(\.cost).reduce(cost?.work ?? 0) { $0 + $1.work }
        guard work <= SlotLimits.mostWork else { throw .slot(.tooCostly) }
        if let name {
            guard SlotLimits.isName(name) else { throw .slot(.name) }
            guard !others.contains(where: { $0.name == name }) else { throw .slot(.nameTaken(name)) }
        }
        guard key.isEmpty || !others.contains(where: { $0.publicKey == key }) else { throw .slot(.keyTaken) }
    }

    /// Adds a slot.
    package func add(
        _ new: borrowing NewSlot, _ kind: SlotKind, name: String?, cost: PassphraseCost = .moderate
    ) throws(Failure) -> SlotOutline {
        let called: String
        if let name { called = name } else { called = try freeName(kind) }
        let added = try made(new, cost, called)
        let entry = entry(.slotAdded, kind, added.note.name)
        try reading { () throws(LedgerError) in
            try commit([.slots(SlotChange(adding: [added], noting: [entry]))])
        }
        return try slots().first { $0.id == added.id } ?? SlotOutline(added.id, kind, note: added.note)
    }

    /// Puts a new passphrase in the place of a slot's, in one change; then nothing of the old one is left in the file, but where a reader
    /// is in the way: what is left to do is in the journal then, and returned.
    package func replace(
        _ slot: SlotOutline, with new: borrowing NewSlot, cost: PassphraseCost
    ) throws(Failure) -> Failure? {
        guard let kind = slot.kind else { throw .slot(.noPassphrase) }
        let added = try made(new, cost, slot.name)
        let change = SlotChange(
            adding: [added], removing: [slot.id],
            noting: [entry(.slotAdded, kind, slot.name), entry(.slotRemoved, kind, slot.name)])
        return try run(Rekeying(changing: change, keepsKeys: true, began: now, by: conditions.origin))
    }

    /// Throws what keeps slots from being removed.
    package func check(removing slots: [SlotOutline]) throws(Failure) {
        let left = try self.slots().filter { slot in !slots.contains { $0.id == slot.id } }
        guard left.contains(where: { $0.kind != nil }) else { throw .slot(.last) }
        // Of format 1 all go, or none: they open the same key.
        let carried = left.filter(\.isCarried)
        guard carried.isEmpty || !slots.contains(where: \.isCarried) else {
            throw .slot(.together((slots.filter(\.isCarried) + carried).map(\.shortID)))
        }
    }

    /// Removes slots, and gives the vault new keys with the same change: they open nothing that is written from then on. Returns what is
    /// left to do, which is in the journal.
    package func remove(_ slots: [SlotOutline]) throws(Failure) -> Failure? {
        try check(removing: slots)
        let change = SlotChange(
            removing: slots.map(\.id), forGood: true,
            noting: slots.map { entry(.slotRemoved, $0.kind, $0.name) })
        // One that was stopped comes first: there are never three sets of keys.
        _ = try finishRekeying()
        return try run(Rekeying(changing: change, keepsKeys: false, began: now, by: conditions.origin))
    }

    /// Throws where nothing was changed.
    private func run(_ rekeying: Rekeying) throws(Failure) -> Failure? {
        let ended = try driver(for: []).run(rekeying)
        if case .failed(.ledger(let error)) = ended.outcome { throw .vault(error) }
        return Failure(ended.outcome, of: ended.operation)
    }

    private func made(
        _ new: borrowing NewSlot, _ cost: PassphraseCost, _ name: String
    ) throws(Failure) -> SlotChange.Added {
        let note = SlotNote(name, added: now)
        do throws(LedgerError) { return try vault.slot(new, cost: cost, note) } catch { throw .vault(error) }
    }

    /// The kind's word, with a number where that is a slot's name already.
    private func freeName(_ kind: SlotKind) throws(Failure) -> String {
        let taken = Set(try slots().map(\.name))
        guard taken.contains(kind.word) else { return kind.word }
        return (2...SlotLimits.most + 1).map { "\(kind.word)-\($0)" }.first { !taken.contains($0) }
            ?? kind.word
    }

    private func entry(_ event: AuditEvent, _ kind: SlotKind?, _ name: String) -> AuditEntry {
        AuditEntry(
            event, time: now, label: "", detail: "\(kind?.word ?? "newer"): \(name)",
            caller: conditions.origin.caller, interface: conditions.origin.interface)
    }
}
