package import Lifecycle
internal import Secrets

// What stands twice: which of both is whole, and mending the other.

extension VaultFile {
    /// Writes what stands twice anew where one of both is damaged; whether there was anything to mend. A vault of format 1 has
    /// nothing twice.
    package func repair(
        _ unlocking: borrowing Unlocking, noting entry: AuditEntry
    ) throws(LedgerError) -> Bool {
        guard case .rows(let store) = try place.stores.open(place.path) else { return false }
        let keyring = try unlocked(store, unlocking)
        let vault = OpenVault(store, keyring, at: place, host: host(of: keyring.vault))
        try vault.host.requireSafe()
        let isMended = try vault.write { (transaction) throws(LedgerError) in
            try transaction.mendCopies(noting: entry)
        }
        vault.noteChange()
        return isMended
    }
}

extension Transaction {
    /// The copies that are not whole, or not the newest.
    func damagedCopies() -> [(row: DoorRow, table: Table)] {
        var found: [(row: DoorRow, table: Table)] = []
        for row in DoorRow.allCases {
            for table in [Table.first, .second] where !isWhole(row, table) { found.append((row, table)) }
        }
        return found
    }

    /// Whether a copy is what the vault proves it to be.
    private func isWhole(_ row: DoorRow, _ table: Table) -> Bool {
        guard let bytes = try? store.copy(row, of: table) else { return false }
        switch row {
        case .door: return bytes == Door.row(of: keyring.vault)
        case .head: return bytes == sealedHead
        case .slots:
            guard let slots = try? SlotsRow(bytes, of: keyring.vault), !slots.areDamaged else { return false }
            return (try? verify(slots)) != nil
        }
    }

    /// Writes both copies of what is damaged in one of them; whether there was any. Throws `altered` where neither is whole.
    mutating func mendCopies(noting entry: AuditEntry) throws(LedgerError) -> Bool {
        let damaged = damagedCopies()
        guard !damaged.isEmpty else { return false }
        for row in Set(damaged.map(\.row)) {
            guard let good = [Table.first, .second].first(where: { isWhole(row, $0) }) else {
                throw LedgerError(.altered, row.part)
            }
            // The head is written with every change.
            guard row != .head else { continue }
            let bytes = try store.copy(row, of: good)
            for write in row.writes(bytes) { writeRaw(write.key, bytes) }
        }
        append(entry)
        return true
    }
}
