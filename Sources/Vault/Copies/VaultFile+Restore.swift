package import Lifecycle
internal import Platform
package import Secrets

// A vault out of a backup. It hands out nothing before it was compared with every provider: tokens may have been revoked since.

extension VaultFile {
    package func restore(
        backup path: String, with keyring: borrowing SecretBytes, noting entry: AuditEntry
    ) throws(LedgerError) {
        guard !isThere else { throw LedgerError(.exists, .file).at(place.path) }
        let keys = try opening(.keys) { () throws(SecretsError) in try Keyring(passed: keyring) }
        try host(of: keys.vault).requireSafe()
        var reader = try BackupReader(VaultFile.opened(path))
        var newest: (counter: UInt64, row: [UInt8])?
        try place.stores.make(place.path) { (put) throws(LedgerError) in
            _ = try reader.rows { (table, row) throws(LedgerError) in
                try put(RowWrite(key: RowKey(table, row.key), value: row.value))
            }
        } provenBy: { (store) throws(LedgerError) in
            do throws(LedgerError) {
                newest = try VaultFile.restart(store, keys, reader.header, noting: entry)
            } catch { throw VaultFile.told(error, path) }
        }
        if let newest { remember(newest, of: keys) }
    }

    /// Takes the copy for the newest state from here on. Where this is not reached, it is told as older than what was seen, and
    /// `doctor --accept-older` goes on.
    func remember(_ newest: (counter: UInt64, row: [UInt8]), of keys: Keyring, at path: String? = nil) {
        let path = path ?? place.path
        let file = (try? FileStatus(of: path))?.identity ?? FileStatus.Identity(device: 0, inode: 0)
        let host = host(of: keys.vault)
        if !host.set(to: newest.counter, row: newest.row, of: file, keys.logKeys) {
            notice = .unkept(host.root)
        }
    }

    /// Proves all rows, and makes the change that keeps the vault from handing out.
    private static func restart(
        _ store: any RowStore, _ keyring: Keyring, _ header: BackupHeader, noting entry: AuditEntry
    ) throws(LedgerError) -> (counter: UInt64, row: [UInt8]) {
        try store.begin(writing: true)
        defer { store.end() }
        var transaction = try Transaction(store, keyring)
        try prove(transaction, header.vault, header.counter)
        try transaction.restart(noting: entry)
        let (writes, change) = try transaction.finish()
        guard case .committed = try store.commit(writes, expecting: transaction.sealedHead) else {
            throw LedgerError(.failed, .database)
        }
        return (transaction.head.counter, change)
    }
}

extension Transaction {
    /// Has the vault hand out nothing before it was compared with every provider, and says so in the change log.
    mutating func restart(noting entry: AuditEntry) throws(LedgerError) {
        let newest = try ChangeLog(store, keyring, head).newestFirst().entry()?.time
        // What was restored before, and never compared, is as old as it was.
        head.restored = head.restored ?? newest ?? entry.time
        append(entry)
    }

    /// Ends that.
    mutating func endRestart(noting entry: AuditEntry) {
        guard head.restored != nil else { return }
        head.restored = nil
        append(entry)
    }
}
