internal import Glibc
internal import Lifecycle
internal import Platform

/// A vault of format 1 that is open: its rows as this format has them, in memory, until the first change migrates the file.
final class FormerVault {
    private let connection: Connection
    private let files: VaultFiles
    private let host: HostState

    /// Takes a connection to a file whose tables were checked.
    init(_ connection: Connection, _ files: VaultFiles, _ host: HostState) {
        (self.connection, self.files, self.host) = (connection, files, host)
    }

    /// The rows as they are now; nothing is written.
    func rows(_ keyring: Keyring) throws(LedgerError) -> any RowStore {
        // Before the rows are read: whatever is written from here on shows.
        let seen = try FormerRowStore.Seen(connection, files)
        try connection.execute("BEGIN")
        defer { try? connection.execute("ROLLBACK") }
        let (writes, _, _) = try Conversion(connection, keyring, newest: newest(keyring)).rows(noting: nil)
        let rows = MemoryRows()
        rows.put(writes)
        return FormerRowStore(rows, connection, files, seen)
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
        let copy = FormatCopy(of: files)
        do throws(LedgerError) {
            guard try begin(copy) else { return try opened() }
            let entry = AuditEntry(.migrated, time: SystemClock().now, label: "")
            let conversion = try Conversion(connection, keyring, newest: newest(keyring))
            let (writes, counter, change) = try conversion.rows(noting: entry)
            try replaceTables(by: writes)
            try connection.execute("COMMIT")
            let store = try opened()
            try verify(store, keyring)
            host.raise(to: counter, row: change, of: store.file, keyring.logKeys)
            copy.remove()
            // The pages that held the old rows were overwritten, and are given back; tables begin where those of a new vault do. The log
            // still has the old ones.
            _ = try? connection.execute("VACUUM")
            _ = try? connection.emptyLogIfFree()
            return store
        } catch {
            undo(copy)
            throw files.located(error)
        }
    }

    /// Begins to write, with a copy aside of the file as it is; `false` where another process has migrated it.
    ///
    /// Whoever has the write lock makes the copy, and nobody else touches it meanwhile.
    private func begin(_ copy: FormatCopy) throws(LedgerError) -> Bool {
        try connection.execute("BEGIN IMMEDIATE")
        guard try Format1.isThere(connection) else {
            try connection.execute("ROLLBACK")
            return false
        }
        // A program of format 1 in the middle of an operation could not seal what the provider gives it.
        guard try !Claims(beside: files.vault).areOthersBusy() else { throw LedgerError(.busy, .lock) }
        // SQLite copies nothing by way of a connection that writes: another one reads what the lock keeps as it is.
        try copy.make(from: Connection(path: files.vault))
        return true
    }

    /// Gives up. The copy may be another process's by now, unless nobody else can write.
    private func undo(_ copy: FormatCopy) {
        try? connection.execute("ROLLBACK")
        guard (try? connection.execute("BEGIN IMMEDIATE")) != nil else { return }
        if (try? Format1.isThere(connection)) == true { copy.remove() }
        try? connection.execute("ROLLBACK")
    }

    private func replaceTables(by writes: [RowWrite]) throws(LedgerError) {
        for statement in Format1.replaced { try connection.execute(statement) }
        try Schema.make(in: connection)
        let store = try SQLiteRowStore(connection, files)
        for write in writes { try store.put(write) }
    }

    private func opened() throws(LedgerError) -> SQLiteRowStore {
        try Schema.check(connection)
        try connection.writeAhead()
        return try SQLiteRowStore(connection, files)
    }

    private func verify(_ store: SQLiteRowStore, _ keyring: Keyring) throws(LedgerError) {
        try store.begin(writing: false)
        defer { store.end() }
        try Transaction(store, keyring).examine()
    }
}

/// The copy of a vault of format 1 that lies beside it while it is made one of this format.
struct FormatCopy {
    let path: String

    init(of files: VaultFiles) { path = files.vault + "-format1" }

    /// Copies the file, whole and synced. Whoever calls has the write lock, and the log is in the file.
    func make(from connection: Connection) throws(LedgerError) {
        remove()
        do throws(SystemError) { _ = try Files.make(path) } catch { throw LedgerError(error).at(path) }
        do throws(LedgerError) {
            try connection.copy(to: Connection(path: path))
            try VaultFiles.sync(log: path)
            do throws(SystemError) { try Files.syncFolder(of: path) } catch { throw LedgerError(error) }
        } catch { throw error.at(path) }
    }

    /// Takes the copy away: it would keep what is purged later.
    func remove() {
        if let file = try? Descriptor(opening: path, O_WRONLY | O_NOFOLLOW) {
            var place = 0
            let zeros = [UInt8](repeating: 0, count: 1 << 16)
            while place < Files.size(of: path) {
                let wrote = unsafe pwrite(
                    file.number, zeros, min(zeros.count, Files.size(of: path) - place), off_t(place))
                guard wrote > 0 else { break }
                place += wrote
            }
            _ = fsync(file.number)
        }
        unsafe unlink(path)
        try? Files.syncFolder(of: path)
    }
}
