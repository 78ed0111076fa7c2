internal import Glibc
package import Lifecycle
internal import Platform
internal import Secrets

// Backups, as whoever has the vault's file takes them, and as whoever can unlock it proves them.

extension VaultFile {
    package func backUp(to path: String, at time: Instant) throws(LedgerError) -> BackupReport {
        try BackupTaking(store: whole()).run(to: path, at: time)
    }

    package func backUp(
        into folder: String, keeping keep: Int?, at time: Instant
    ) throws(LedgerError) -> BackupReport {
        let store = try whole()
        return try VaultFile.backUp(store, into: folder, keeping: keep, at: time)
    }

    static func backUp(
        _ store: any RowStore, into folder: String, keeping keep: Int?, at time: Instant,
        _ prove: (borrowing Descriptor) throws(LedgerError) -> Void = { _ in }
    ) throws(LedgerError) -> BackupReport {
        let place = BackupFolder(path: folder)
        var report = try BackupTaking(store: store).run(to: place.freePath(at: time), at: time, prove)
        guard let keep else { return report }
        let vault = try BackupReader(opened(report.path)).header.vault
        report.removed = try place.prune(to: keep, of: vault, but: report.path)
        return report
    }

    /// The vault's rows, without a key.
    private func whole() throws(LedgerError) -> any RowStore {
        guard case .rows(let store) = try place.stores.open(place.path) else {
            throw LedgerError(.failed, .userVersion)
        }
        return store
    }

    package func check(
        backup path: String, _ unlocking: borrowing Unlocking
    ) throws(LedgerError) -> CheckedBackup {
        let (report, vault, store) = try VaultFile.loaded(try VaultFile.opened(path), path)
        do throws(LedgerError) {
            return try checked(report, vault, store, unlocked(store, unlocking))
        } catch { throw VaultFile.told(error, path) }
    }

    /// Proves all rows.
    private func checked(
        _ report: BackupReport, _ vault: [UInt8], _ store: any RowStore, _ keyring: Keyring
    ) throws(LedgerError) -> CheckedBackup {
        try store.begin(writing: false)
        defer { store.end() }
        let transaction = try Transaction(store, keyring)
        try VaultFile.prove(transaction, vault, report.counter)
        var tokens = 0
        try transaction.eachRecord { (record) throws(LedgerError) in
            if record.state != .gone { tokens += 1 }
        }
        let log = ChangeLog(store, keyring, transaction.head)
        return CheckedBackup(
            report, changed: try log.newestFirst().entry()?.time, tokens: tokens,
            accounts: transaction.head.accounts.count, standing(of: transaction, keyring),
            keyring: try opening(.keys) { () throws(SecretsError) in try keyring.passed() })
    }

    /// Throws unless every row is proven, and the vault is the one that the header names.
    static func prove(
        _ transaction: borrowing Transaction, _ vault: [UInt8], _ counter: UInt64
    ) throws(LedgerError) {
        guard transaction.keyring.vault == vault, transaction.head.counter == counter else {
            throw LedgerError(.altered, .backup)
        }
        try transaction.examine()
    }

    private func standing(
        of transaction: borrowing Transaction, _ keyring: Keyring
    ) -> CheckedBackup.Standing {
        guard let seen = try? host(of: keyring.vault).load(keyring.logKeys), seen != .never else {
            return .unseen
        }
        let newest: UInt64
        switch seen {
        case .never: return .unseen
        case .counter(let least): newest = least
        case .mark(let mark): newest = mark.counter
        }
        do throws(LedgerError) { try OpenVault.require(seen, transaction, keyring) } catch {
            return error.code == .forked ? .forked(newest) : .older(than: newest)
        }
        return .newest
    }

    static func opened(_ path: String) throws(LedgerError) -> Descriptor {
        let file: Descriptor
        do throws(SystemError) { file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK) } catch {
            throw LedgerError(error.number == ENOENT ? .missing : .unreadable, .backup).at(path)
        }
        guard (try? file.status().kind) == .file else { throw LedgerError(.notRegular, .backup).at(path) }
        return file
    }

    /// All rows of a backup in memory, as they were written.
    static func loaded(
        _ file: consuming Descriptor, _ path: String
    ) throws(LedgerError) -> (BackupReport, vault: [UInt8], any RowStore) {
        do throws(LedgerError) {
            var reader = try BackupReader(file)
            var writes: [RowWrite] = []
            let count = try reader.rows { (table, row) throws(LedgerError) in
                writes.append(RowWrite(key: RowKey(table, row.key), value: row.value))
            }
            let rows = MemoryRows()
            rows.put(writes)
            let header = reader.header
            let report = BackupReport(
                path: path, taken: header.taken, counter: header.counter, rows: count)
            return (report, header.vault, MemoryRowStore(rows))
        } catch { throw told(error, path) }
    }

    /// A failure of a backup's rows, as one of its file.
    static func told(_ error: LedgerError, _ path: String) -> LedgerError {
        switch error.code {
        case .altered: LedgerError(.altered, .backup).at(path)
        case .foreign, .newer: LedgerError(error.code, .backup).at(path)
        case .wrongKey where error.part != .recovery: LedgerError(.wrongKey, .backup).at(path)
        case .failed: error
        default: error.path == nil ? error.at(path) : error
        }
    }
}
