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

    func examine() throws(LedgerError) {
        try read { (transaction) throws(LedgerError) in try transaction.examine() }
    }

    /// Through the file as it lies at the vault's path, beside what this one has open.
    func examination() throws(LedgerError) -> Examination {
        try VaultFile(path: place.path, state: host.root, stores: place.stores).examine(keys)
    }
}
