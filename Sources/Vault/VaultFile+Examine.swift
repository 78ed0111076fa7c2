package import Lifecycle
internal import Secrets

// The thorough look, for `doctor`: past the first thing that is wrong, and at copies that are older.

extension VaultFile {
    /// Looks at what can be seen without a key: the file, its pages, its tables, its slots.
    package func inspect() -> Examination {
        var found = Examination()
        do throws(LedgerError) {
            let connection = try inspect(&found)
            _ = try slots(in: connection, &found)
        } catch { found.note(error) }
        return explained(found)
    }

    /// What was found, or only that the log is another copy's, where all of it comes of that.
    private func explained(_ found: Examination, _ keys: Keys? = nil) -> Examination {
        guard let files = try? VaultFiles(at: path),
            let first = found.damages.first(where: { $0.code == .altered })
        else { return found }
        let error = files.explained(first, keys)
        guard error.code == .foreignLog else { return found }
        var only = Examination()
        only.note(error)
        return only
    }

    /// Looks at all there is. Throws `wrongKey` when no whole slot opens, and what keeps the file from being read.
    package func examine(_ unlocking: borrowing Unlocking) throws(LedgerError) -> Examination {
        var outside = Examination()
        let connection = try inspect(&outside)
        let keys = try keys(connection, unlocking, &outside)
        var newest: UInt64 = 0
        do throws(LedgerError) { newest = try counter(of: keys.vault).newest() } catch { outside.note(error) }
        // One snapshot: another process may be writing.
        try connection.execute("BEGIN")
        defer { try? connection.execute("COMMIT") }
        let examiner = Examiner(connection, keys, newest: newest, found: outside)
        examiner.run()
        let found = explained(examiner.found, keys)
        if let first = found.damages.first, first.code == .foreignLog { throw first }
        return found
    }

    /// Takes an older copy for the newest from here on, and writes so to its audit log.
    ///
    /// Throws `altered` when anything else is wrong with it. A crash in between leaves it to be accepted again.
    package func acceptOlder(_ unlocking: borrowing Unlocking, noting entry: AuditEntry) throws(LedgerError) {
        var found = Examination()
        let connection = try inspect(&found)
        let keys = try keys(connection, unlocking, &found)
        if let first = found.damages.first { throw first }
        try connection.execute("BEGIN IMMEDIATE")
        do throws(LedgerError) {
            var transaction = try Transaction(connection, keys, newest: 0)
            try transaction.examine()
            transaction.append(entry)
            try transaction.finish()
            try connection.execute("COMMIT")
            let counter = try counter(of: keys.vault)
            guard counter.set(to: transaction.head.counter) else {
                throw LedgerError(.uncounted, .counter).at(counter.path)
            }
            try connection.emptyLogIfFree()
        } catch {
            try? connection.execute("ROLLBACK")
            throw error
        }
    }

    private func inspect(_ found: inout Examination) throws(LedgerError) -> Connection {
        let files = try VaultFiles(at: path)
        try files.requireSafe()
        let connection = try Connection(path: files.vault)
        do throws(LedgerError) {
            try Schema.check(connection)
        } catch  where error.code == .altered { found.note(error) }
        // https://sqlite.org/pragma.html#pragma_integrity_check: one row, `ok`, for a file whose pages are whole.
        // Rows that break a constraint are no damage of pages: they are found when the rows are looked at.
        try connection.set("PRAGMA ignore_check_constraints = ON", "PRAGMA ignore_check_constraints", 1)
        let words = try? connection.blob("PRAGMA integrity_check(1)")
        try connection.set("PRAGMA ignore_check_constraints = OFF", "PRAGMA ignore_check_constraints", 0)
        if words != Array("ok".utf8) { found.note(LedgerError(.altered, .database)) }
        return connection
    }

    private func keys(
        _ connection: Connection, _ unlocking: borrowing Unlocking, _ found: inout Examination
    ) throws(LedgerError) -> Keys {
        let vault = try connection.vaultID()
        let slots = try slots(in: connection, &found)
        let key = try unlock(slots, of: vault, with: unlocking)
        return try opening(.keys) { () throws(SecretsError) in try Keys(vault: vault, key: key) }
    }
    private func slots(in connection: Connection, _ found: inout Examination) throws(LedgerError) -> [Slot] {
        let slots = try Slots(in: connection, of: try connection.vaultID())
        if slots.areDamaged { found.note(LedgerError(.altered, .slot)) }
        found.slots = slots.whole.count
        return slots.whole
    }
}
