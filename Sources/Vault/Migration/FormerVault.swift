internal import Lifecycle
internal import Platform

/// A vault of format 1 that is open: its rows as this format has them, until the first change migrates the file.
final class FormerVault {
    private let connection: Connection
    private let files: VaultFiles
    private let host: HostState
    private let copy: FormatCopy
    private var rows: FormerRowStore?

    /// Takes a connection to a file whose tables were checked.
    init(_ connection: Connection, _ files: VaultFiles, _ host: HostState) {
        (self.connection, self.files, self.host) = (connection, files, host)
        copy = FormatCopy(of: files)
    }

    /// The rows as they are now; nothing is written to the vault.
    func rows(_ keyring: Keyring) throws(LedgerError) -> any RowStore {
        copy.removeAbandoned(connection)
        return try converted(keyring)
    }

    private func converted(_ keyring: Keyring) throws(LedgerError) -> FormerRowStore {
        do throws(LedgerError) { return try converted(keyring, inMemory: connection.isFixed) } catch {
            // No room beside the vault is no reason not to look at it.
            guard !connection.isFixed, [.full, .unwritable, .failed].contains(error.code) else { throw error }
            return try converted(keyring, inMemory: true)
        }
    }

    private func converted(_ keyring: Keyring, inMemory: Bool) throws(LedgerError) -> FormerRowStore {
        let fresh = try FormerRowStore(connection, files, inMemory: inMemory)
        try connection.execute("BEGIN")
        defer { try? connection.execute("ROLLBACK") }
        try Conversion(connection, keyring, newest: newest(keyring), into: fresh).run()
        rows = fresh
        return fresh
    }

    private func newest(_ keyring: Keyring) throws(LedgerError) -> UInt64 {
        switch try host.load(keyring.logKeys) {
        case .never: 0
        case .counter(let counter): counter
        case .mark(let mark): mark.counter
        }
    }

    /// Makes the file one of this format: in one transaction, with a copy aside until the result was opened and verified.
    ///
    /// Killed at any moment it leaves the old vault or the new one. Another process that does so at the same time is waited for, and what
    /// it has made is taken.
    func migrate(_ keyring: Keyring) throws(LedgerError) -> any RowStore {
        do throws(LedgerError) {
            guard !connection.isFixed else { throw LedgerError(.unwritable, .database) }
            try connection.writeAhead()
            for _ in 0..<FormerVault.mostTries {
                let rows = if let rows { rows } else { try converted(keyring) }
                let overwriting = try Overwriting(
                    Connection(path: files.vault), by: rows.converted.connection)
                defer { overwriting.end() }
                guard try Format1.isThere(connection) else { return try opened() }
                if try rows.isCurrent() { return try replace(rows, overwriting, keyring) }
                self.rows = nil
            }
            throw LedgerError(.busy, .database)
        } catch {
            undo()
            throw files.located(error)
        }
    }

    /// How often somebody may write to the file between a look at it and the lock.
    private static let mostTries = 8

    /// Does so, while nobody else can write.
    private func replace(
        _ rows: FormerRowStore, _ overwriting: Overwriting, _ keyring: Keyring
    ) throws(LedgerError) -> any RowStore {
        // A program of format 1 in the middle of an operation could not seal what the provider gives it.
        guard try !Claims(beside: files.vault).areOthersBusy() else { throw LedgerError(.busy, .lock) }
        try copy.make(from: connection)
        let entry = AuditEntry(.migrated, time: SystemClock().now, label: "")
        let (counter, change) = try rows.finish(noting: entry, keyring)
        do throws(LedgerError) { try overwriting.commit() } catch {
            // Whether it was made the file says.
            guard (try? Format1.isThere(connection)) == false else { throw error }
        }
        let store = try opened()
        try verify(store, keyring)
        host.raise(to: counter, row: change, of: store.file, keyring.logKeys)
        copy.remove()
        // The log still has the new pages, and the file the old ones.
        _ = try? connection.emptyLogIfFree()
        return store
    }

    /// Gives up: the copy is nobody's where the vault is as it was. Pages of a transaction that was not made go with the log.
    private func undo() {
        rows = nil
        copy.removeAbandoned(connection)
        _ = try? connection.emptyLogIfFree()
    }

    private func opened() throws(LedgerError) -> SQLiteRowStore {
        try Schema.check(connection)
        return try SQLiteRowStore(connection, files)
    }

    private func verify(_ store: SQLiteRowStore, _ keyring: Keyring) throws(LedgerError) {
        try store.begin(writing: false)
        defer { store.end() }
        try Transaction(store, keyring).examine()
    }
}
