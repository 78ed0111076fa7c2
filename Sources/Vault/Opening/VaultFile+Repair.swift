package import Lifecycle
internal import Secrets

// What stands twice: which of both is whole, and mending the other.

extension VaultFile {
    /// Writes what stands twice anew where one of both is damaged; whether there was anything to mend. A vault of format 1 has
    /// nothing twice.
    package func repair(
        _ unlocking: borrowing Unlocking, noting entry: AuditEntry
    ) throws(LedgerError) -> Bool {
        let wasSetAside = try setLogAside(unlocking)
        let wasRestored = try restoreFirstPage(unlocking)
        guard case .rows(var store) = try place.stores.open(place.path) else { return wasSetAside }
        let keyring = try unlocked(store, unlocking, isExamining: true)
        try host(of: keyring.vault).requireSafe()
        let wasRebuilt = try !isWritable(store, keyring)
        if wasRebuilt, let file = store as? SQLiteRowStore {
            try rebuild(file, keyring)
            guard case .rows(let fresh) = try place.stores.open(place.path) else { return true }
            store = fresh
        }
        let wasMended = try mend(store, keyring, noting: entry, isChanged: wasRestored || wasRebuilt)
        return wasMended || wasSetAside
    }

    /// Whether the pages of a file, and the nodes of the tree, are whole: then what is damaged can be written over.
    private func isWritable(_ store: any RowStore, _ keyring: Keyring) throws(LedgerError) -> Bool {
        var found = Examination()
        if let file = store as? SQLiteRowStore { try file.connection.examinePages(&found) }
        try store.begin(writing: false)
        defer { store.end() }
        let transaction = try Transaction(store, keyring)
        do throws(LedgerError) {
            var walk = try Walk(store, keyring, root: transaction.head.root)
            while try walk.next() != nil {}
        } catch { return false }
        return found.damages.isEmpty
    }

    /// Writes anew what stands twice, and begins the change log anew where it cannot be proved any more; whether there was anything to mend.
    private func mend(
        _ store: any RowStore, _ keyring: Keyring, noting entry: AuditEntry, isChanged: Bool
    ) throws(LedgerError) -> Bool {
        try store.begin(writing: true)
        defer { store.end() }
        var transaction = try Transaction(store, keyring)
        var entry = entry
        // It may be in another file by now, which is this machine's own from here on.
        let counter = transaction.head.counter
        if let row = try? ChangeLog(store, keyring, transaction.head).row(at: counter) {
            host(of: keyring.vault).raise(to: counter, row: row, of: store.file, keyring.logKeys)
        }
        let hasMended = try transaction.mendCopies()
        let hasLost = transaction.mendLog()
        guard hasMended || hasLost || isChanged else { return false }
        if hasLost { entry.detail = "earlier changes are lost" }
        transaction.append(entry)
        let (writes, change) = try transaction.finish()
        guard case .committed = try store.commit(writes, expecting: transaction.sealedHead) else {
            throw LedgerError(.busy, .database)
        }
        host(of: keyring.vault).raise(
            to: transaction.head.counter, row: change, of: store.file, keyring.logKeys)
        _ = try store.consolidate()
        return true
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
                    let keyring = try unlocked(store, unlocking, isExamining: true)
                    try store.begin(writing: false)
                    defer { store.end() }
                    try Transaction(store, keyring).requireTables()
                }
            } catch let failed where failed.code == .altered { throw error }
            return true
        }
    }

    /// Writes all rows to a new file, with what stands twice from where it is whole.
    private func rebuild(_ store: SQLiteRowStore, _ keyring: Keyring) throws(LedgerError) {
        let twice = try wholeCopies(store, keyring)
        try RebuiltFile(store, keyring).replace(twice) { (copy) throws(LedgerError) in
            try copy.begin(writing: false)
            defer { copy.end() }
            let transaction = try Transaction(copy, keyring)
            var walk = try Walk(copy, keyring, root: transaction.head.root)
            while try walk.next() != nil {}
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
    /// Throws `altered` unless the tables are the vault's, in spite of a damaged page in one of them. Where each began at another's page,
    /// there would be one copy of the head at most, and no tree.
    func requireTables() throws(LedgerError) {
        let copies = [Table.first, .second].map { try? store.copy(.head, of: $0) }
        guard copies != [sealedHead, sealedHead] else { return }
        var walk = try Walk(store, keyring, root: head.root)
        while try walk.next() != nil {}
    }

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
            // A slot in it that is not tried is no damage of the copy, where the tree has it so.
            guard let slots = try? SlotsRow(bytes, of: keyring.vault) else { return false }
            return (try? verify(slots)) != nil
        }
    }

    /// A copy of each row that stands twice, in which nothing is damaged; throws `altered` where neither is so. Of the slots that does not say
    /// that they are the vault's: the tree proves them, once it was made anew.
    func wholeCopies() throws(LedgerError) -> [DoorRow: [UInt8]] {
        var found: [DoorRow: [UInt8]] = [:]
        for row in DoorRow.allCases {
            let good = [Table.first, .second].first { table in
                guard row == .slots else { return isWhole(row, table) }
                let slots = (try? store.copy(row, of: table)).flatMap { try? SlotsRow($0, of: keyring.vault) }
                return slots.map { !$0.areDamaged } ?? false
            }
            guard let good else {
                throw LedgerError(.altered, row.part)
            }
            found[row] = try store.copy(row, of: good)
        }
        return found
    }

    /// Writes both copies of what is damaged in one of them; whether there was any. Throws `altered` where neither is whole.
    mutating func mendCopies() throws(LedgerError) -> Bool {
        let damaged = damagedCopies()
        for row in Set(damaged.map(\.row)) {
            guard let good = [Table.first, .second].first(where: { isWhole(row, $0) }) else {
                throw LedgerError(.altered, row.part)
            }
            // The head is written with every change.
            guard row != .head else { continue }
            let bytes = try store.copy(row, of: good)
            for write in row.writes(bytes) { writeRaw(write.key, bytes) }
        }
        return !damaged.isEmpty
    }

    /// Begins the change log anew with the next change where the one that is there is not whole; whether it did.
    mutating func mendLog() -> Bool {
        guard (try? ChangeLog(store, keyring, head).verify()) == nil else { return false }
        head.first = head.counter + 1
        head.link = [UInt8](repeating: 0, count: KeyedHash.size)
        return true
    }
}
