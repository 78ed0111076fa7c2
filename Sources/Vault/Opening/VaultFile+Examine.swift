package import Lifecycle
package import Secrets

// The thorough look, for `doctor`: past the first thing that is wrong, and at copies that are older.

extension VaultFile {
    /// Looks at what can be seen without a key: the file, its pages, its tables, its slots.
    package func inspect() -> Examination {
        var found = Examination()
        do throws(LedgerError) { _ = try inspected(&found) } catch { found.note(error) }
        return explained(found)
    }

    /// What was found, or only that the log is another copy's, where all of it comes of that.
    private func explained(_ found: Examination, _ keyring: Keyring? = nil) -> Examination {
        guard let first = found.damages.first(where: { $0.code == .altered }) else { return found }
        let error = place.stores.explained(first, at: place.path, keyring)
        guard error.code == .foreignLog else { return found }
        var only = Examination()
        only.note(error)
        return only
    }

    /// Looks at all there is. Throws `wrongKey` when no whole slot opens, and what keeps the file from being read.
    package func examine(_ unlocking: borrowing Unlocking) throws(LedgerError) -> Examination {
        var outside = Examination()
        switch try inspected(&outside) {
        case .format1(let connection, let files):
            let vault = try Format1.vaultID(connection)
            let key = try Format1.Slots(in: connection, of: vault).unlock(of: vault, with: unlocking)
            return try examine(FormerVault(connection, files, host(of: vault)), former(vault, key), outside)
        case .rows(let store):
            return try examine(rows: store, unlocked(store, unlocking, isExamining: true), outside)
        }
    }

    /// Does so with keys that came from another process.
    package func examine(with keyring: borrowing SecretBytes) throws(LedgerError) -> Examination {
        try examine(try opening(.keys) { () throws(SecretsError) in try Keyring(passed: keyring) })
    }

    /// Does so with the keys of a vault that is open already.
    func examine(_ keyring: Keyring) throws(LedgerError) -> Examination {
        var outside = Examination()
        switch try inspected(&outside) {
        case .format1(let connection, let files):
            guard try Format1.vaultID(connection) == keyring.vault, keyring.format1 != nil else {
                throw LedgerError(.wrongKey, .vault)
            }
            return try examine(
                FormerVault(connection, files, host(of: keyring.vault)), keyring, outside)
        case .rows(let store):
            let isMine = try look(at: store) { (entrance) throws(LedgerError) in
                entrance.ways.contains { $0.vault == keyring.vault }
            }
            guard isMine else { throw LedgerError(.wrongKey, .vault) }
            return try examine(rows: store, keyring, outside)
        }
    }

    private func examine(
        _ former: FormerVault, _ keyring: Keyring, _ outside: Examination
    ) throws(LedgerError) -> Examination {
        try examine(try former.rows(keyring), keyring, outside)
    }

    private func examine(
        rows store: any RowStore, _ keyring: Keyring, _ outside: Examination
    ) throws(LedgerError) -> Examination {
        let found = explained(try examine(store, keyring, outside), keyring)
        if let first = found.damages.first, first.code == .foreignLog { throw first }
        return found
    }

    private func examine(
        _ store: any RowStore, _ keyring: Keyring, _ outside: Examination
    ) throws(LedgerError) -> Examination {
        var outside = outside
        var seen = HostState.Seen.never
        let host = host(of: keyring.vault)
        do throws(LedgerError) {
            try host.requireSafe()
            seen = try host.load(keyring.logKeys)
        } catch {
            outside.note(error)
        }
        // One look: another process may be writing.
        try store.begin(writing: false)
        defer { store.end() }
        var head: Head?
        do throws(LedgerError) {
            let transaction = try Transaction(store, keyring)
            head = transaction.head
            outside.counter = transaction.head.counter
            note(seen, transaction, &outside)
            if try store.isApart(), !VaultFile.isOwn(store, at: transaction.head.counter, seen) {
                outside.note(LedgerError(.older, .log))
            }
            note(transaction.damagedCopies(), &outside)
        } catch { outside.note(error) }
        let examiner = Examiner(
            store, keyring, head ?? Head(), isProven: head != nil, found: outside)
        examiner.run()
        return examiner.found
    }

    private func note(
        _ seen: HostState.Seen, _ transaction: borrowing Transaction, _ found: inout Examination
    ) {
        switch seen {
        case .never: break
        case .counter(let least): found.newest = least
        case .mark(let mark): found.newest = mark.counter
        }
        do throws(LedgerError) {
            try OpenVault.require(seen, transaction, transaction.keyring)
        } catch { found.note(error) }
    }

    /// Notes the copies that are not what the vault proves, and where neither is.
    private func note(_ damaged: [(row: DoorRow, table: Table)], _ found: inout Examination) {
        for row in DoorRow.allCases {
            let tables = damaged.filter { $0.row == row }.map(\.table)
            guard tables.count < 2 else {
                found.note(LedgerError(.altered, row.part))
                continue
            }
            for table in tables { found.note(LedgerError(.altered, table == .first ? .first : .second)) }
        }
    }

    /// Takes an older copy, or a fork, for the newest from here on, and writes so to its change log.
    ///
    /// Throws `altered` when anything else is wrong with it. A crash in between leaves it to be accepted again.
    package func acceptOlder(_ unlocking: borrowing Unlocking, noting entry: AuditEntry) throws(LedgerError) {
        var found = Examination()
        guard case .rows(let store) = try inspected(&found) else {
            throw LedgerError(.failed, .userVersion)
        }
        let keyring = try unlocked(store, unlocking)
        if let first = found.damages.first { throw first }
        try store.begin(writing: true)
        defer { store.end() }
        var transaction = try Transaction(store, keyring)
        try transaction.examine()
        // Of one that is only not known whether it is the newest, nothing can have been revoked since.
        if try store.isApart() || isBehind(transaction, keyring) {
            try transaction.restart(noting: entry)
        } else {
            transaction.append(entry)
        }
        let (writes, change) = try transaction.finish()
        guard case .committed = try store.commit(writes, expecting: transaction.sealedHead) else {
            throw LedgerError(.busy, .database)
        }
        let host = host(of: keyring.vault)
        guard host.set(to: transaction.head.counter, row: change, of: store.file, keyring.logKeys) else {
            throw LedgerError(.uncounted, .counter).at(host.path)
        }
        _ = try store.consolidate()
    }

    /// Whether it is another state than the one that this machine has seen.
    private func isBehind(_ transaction: borrowing Transaction, _ keyring: Keyring) -> Bool {
        guard let seen = try? host(of: keyring.vault).load(keyring.logKeys) else { return false }
        do throws(LedgerError) { try OpenVault.require(seen, transaction, keyring) } catch { return true }
        return false
    }

    func inspected(_ found: inout Examination) throws(LedgerError) -> OpenedStore {
        let opened: OpenedStore
        do throws(LedgerError) { opened = try place.stores.open(place.path) } catch {
            guard error.code == .altered, error.part == .schema else { throw error }
            found.note(error)
            opened = try place.stores.openWithMore(place.path)
        }
        switch opened {
        case .format1(let connection, _):
            try connection.examinePages(&found)
            let slots = try Format1.Slots(in: connection, of: try Format1.vaultID(connection))
            if slots.areDamaged { found.note(LedgerError(.altered, .slot)) }
            found.slots = slots.whole.count
        case .rows(let store):
            if let file = store as? SQLiteRowStore { try file.connection.examinePages(&found) }
            try look(at: store) { (entrance) throws(LedgerError) in
                if entrance.best.slots.areDamaged { found.note(LedgerError(.altered, .slot)) }
                if entrance.damaged.contains(.first) { found.note(LedgerError(.altered, .first)) }
                if entrance.damaged.contains(.second) { found.note(LedgerError(.altered, .second)) }
                found.slots = entrance.best.slots.whole.count
            }
        }
        return opened
    }

}
