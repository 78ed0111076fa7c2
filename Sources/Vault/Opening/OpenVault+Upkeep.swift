internal import Lifecycle
internal import Platform
internal import Secrets

// Upkeep: the keys, and the thorough look.

extension OpenVault {
    func keyring() throws(LedgerError) -> SecretBytes {
        try opening(.keys) { () throws(SecretsError) in try keys.passed() }
    }

    func keyStanding() throws(LedgerError) -> KeyStanding {
        // A vault of version 1 has no slots of this format yet.
        guard former == nil else { throw LedgerError(.refused, .slot) }
        return try read { (transaction) throws(LedgerError) in
            guard let row = try transaction.slots().row else { throw LedgerError(.altered, .slot) }
            return KeyStanding(
                epoch: transaction.keyring.current.epoch, slots: row.whole.count,
                sharing: row.whole.count { $0.kind?.isOld == true })
        }
    }

    var receiptKey: [UInt8] { keys.current.signing.publicKey }

    func key(of receipt: Receipt) -> [UInt8]? {
        let bytes = (receipt.statement, receipt.signature)
        return receiptKeys.first { SigningKey.verify(bytes.1, of: bytes.0, by: $0) }
    }

    /// The public keys of all epochs, the present one first; the last is format 1's, where the vault comes from there.
    private var receiptKeys: [[UInt8]] {
        let earlier = keys.epochs.reversed().compactMap { try? keys.verifying($0.number, .epoch) }
        let former = keys.format1.flatMap { try? Format1.Keys(vault: keys.vault, key: $0.root) }
        return [keys.current.signing.publicKey] + earlier.map { $0.signing.publicKey }
            + (former.map { [$0.receiptKey] } ?? [])
    }

    /// How old the newest backup may be, in seconds, and how many are kept.
    private static let (backupAge, mostBackups): (Int64, Int) = (86_400, 14)

    func backUp(into folder: String, at time: Instant) throws(LedgerError) -> BackupReport? {
        let newest = try BackupFolder(path: folder).backups(of: keys.vault).first?.header.taken
        // One of the future was taken by a clock that was wrong.
        if let newest, (0..<OpenVault.backupAge).contains(time.seconds - newest.seconds) { return nil }
        try migrate()
        return try VaultFile.backUp(store, into: folder, keeping: OpenVault.mostBackups, at: time) {
            (file) throws(LedgerError) in
            let (report, vault, rows) = try VaultFile.loaded(try BackupTaking.again(file), folder)
            try rows.begin(writing: false)
            defer { rows.end() }
            try VaultFile.prove(Transaction(rows, keys), vault, report.counter)
        }
    }

    func restored() throws(LedgerError) -> Instant? {
        try read { (transaction) throws(LedgerError) in transaction.head.restored }
    }

    func examine() throws(LedgerError) {
        try read { (transaction) throws(LedgerError) in try transaction.examine() }
    }

    /// Through the file as it lies at the vault's path, beside what this one has open.
    func examination() throws(LedgerError) -> Examination {
        try VaultFile(path: place.path, state: host.root, stores: place.stores).examine(keys)
    }
}
