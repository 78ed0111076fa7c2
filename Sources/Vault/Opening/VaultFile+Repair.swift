package import Lifecycle
internal import Secrets

// What stands twice: which of both is whole, and mending the other.

extension VaultFile {
    /// Writes what stands twice anew where one of both is damaged; whether there was anything to mend. A vault of format 1 has
    /// nothing twice.
    package func repair(
        _ unlocking: borrowing Unlocking, noting entry: AuditEntry
    ) throws(LedgerError) -> Bool {
        let wasRestored = try restoreFirstPage(unlocking)
        guard case .rows(let store) = try place.stores.open(place.path) else { return false }
        let keyring = try unlocked(store, unlocking)
        let vault = OpenVault(store, keyring, at: place, host: host(of: keyring.vault))
        try vault.host.requireSafe()
        do throws(LedgerError) {
            let isMended = try vault.write { (transaction) throws(LedgerError) in
                try transaction.mendCopies(noting: entry)
            }
            vault.noteChange()
            return isMended || wasRestored
        } catch {
            // The page that a copy stands on takes nothing any more.
            guard error.code == .altered, let file = store as? SQLiteRowStore else { throw error }
            try rebuild(file, keyring)
            return true
        }
    }

    /// Makes SQLite's first page anew where the file cannot be read without; whether it had to.
    private func restoreFirstPage(_ unlocking: borrowing Unlocking) throws(LedgerError) -> Bool {
        do throws(LedgerError) {
            _ = try place.stores.open(place.path)
            return false
        } catch {
            guard error.code == .foreign || error.code == .altered, place.stores is SQLiteStores else {
                throw error
            }
            do throws(LedgerError) {
                try FirstPage(of: VaultFiles(at: place.path)).restore { (store) throws(LedgerError) in
                    let keyring = try look(at: store) { (vault, slots) throws(LedgerError) in
                        try slots.unlock(of: vault, with: unlocking)
                    }
                    try store.begin(writing: false)
                    defer { store.end() }
                    _ = try Transaction(store, keyring)
                }
            } catch let failed where failed.code == .altered { throw error }
            return true
        }
    }

    /// Writes all rows to a new file, with what stands twice from where it is whole.
    private func rebuild(_ store: SQLiteRowStore, _ keyring: Keyring) throws(LedgerError) {
        let twice = try wholeCopies(store, keyring)
        try RebuiltFile(store).replace(twice) { (copy) throws(LedgerError) in
            try copy.begin(writing: false)
            defer { copy.end() }
            _ = try Transaction(copy, keyring)
        }
    }

    private func wholeCopies(
        _ store: any RowStore, _ keyring: Keyring
    ) throws(LedgerError) -> [DoorRow: [UInt8]] {
        try store.begin(writing: false)
        defer { store.end() }
        return try Transaction(store, keyring).wholeCopies()
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

    /// A whole copy of each row that stands twice; throws `altered` where neither is.
    func wholeCopies() throws(LedgerError) -> [DoorRow: [UInt8]] {
        var found: [DoorRow: [UInt8]] = [:]
        for row in DoorRow.allCases {
            guard let good = [Table.first, .second].first(where: { isWhole(row, $0) }) else {
                throw LedgerError(.altered, row.part)
            }
            found[row] = try store.copy(row, of: good)
        }
        return found
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
