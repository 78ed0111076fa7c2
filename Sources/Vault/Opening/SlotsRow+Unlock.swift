internal import Lifecycle
internal import Secrets

extension SlotsRow {
    /// Tries the slots that what is given can open; throws `wrongKey` when none does.
    func unlock(of vault: [UInt8], with unlocking: borrowing Unlocking) throws(LedgerError) -> Keyring {
        switch unlocking {
        case .passphrase(let text):
            if let found = try recovered(of: vault, from: text) { return found }
            return try first([.passphrase, .oldPassphrase], of: vault) { (slot) throws(SecretsError) in
                try slot.open(of: vault, passphrase: text)
            }
        case .keyFile(let bytes):
            guard let copy = try? SecretBytes(prefix: bytes.count, of: bytes),
                let secret = try? Key<Root>(copy)
            else { throw LedgerError(.wrongKey, .slot) }
            return try first([.keyFile, .oldKeyFile], of: vault) { (slot) throws(SecretsError) in
                try slot.open(of: vault, secret: secret)
            }
        }
    }

    /// What is typed as a recovery key may be a passphrase all the same: then no recovery slot opens, and `nil` is returned.
    private func recovered(
        of vault: [UInt8], from text: borrowing SecretBytes
    ) throws(LedgerError) -> Keyring? {
        // Nobody has such a passphrase: no work is done to try it.
        guard !RecoveryKey.isMistyped(text) else { throw LedgerError(.wrongKey, .recovery) }
        guard let secret = try? RecoveryKey.key(from: text, for: Root.self) else { return nil }
        do throws(LedgerError) {
            return try first([.recovery, .oldRecovery], of: vault) { (slot) throws(SecretsError) in
                try slot.open(of: vault, secret: secret)
            }
        } catch  where [.wrongKey, .altered, .newer].contains(error.code) { return nil }
    }

    private func first(
        _ kinds: Set<Slot.Kind>, of vault: [UInt8],
        _ open: (Slot) throws(SecretsError) -> Key<RingKey>
    ) throws(LedgerError) -> Keyring {
        for slot in whole where slot.kind.map(kinds.contains) == true {
            do throws(SecretsError) { return try keyring(of: vault, with: open(slot)) } catch .authentication
            {
                continue
            } catch { throw LedgerError(of: error, .slot) }
        }
        // What a person has may belong to one that was passed over.
        throw LedgerError(areNewer ? .newer : areDamaged ? .altered : .wrongKey, .slot)
    }
}

extension Keyring {
    /// The keyring of a vault of format 1: its key, and the epoch that is made from it, so that who holds the one opens the vault
    /// before and after it is migrated.
    convenience init(format1 key: consuming Key<Root>, of vault: [UInt8]) throws(SecretsError) {
        let first = try key.subkey(for: Migrated.self).withBytes { (bytes) throws(SecretsError) in
            try Key<Root>(SecretBytes(copying: bytes))
        }
        try self.init(
            vault: vault, [Epoch(0, .verifying, root: key), Epoch(1, .current, root: first)])
    }

}
