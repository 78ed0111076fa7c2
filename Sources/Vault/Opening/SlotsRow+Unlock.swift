internal import Lifecycle
internal import Secrets

extension SlotsRow {
    /// Tries the slots that what is given can open; throws `wrongKey` when none does.
    func unlock(of vault: [UInt8], with unlocking: borrowing Unlocking) throws(LedgerError) -> Keyring {
        switch unlocking {
        case .passphrase(let text): try unlock(of: vault, passphrase: text)
        case .keyFile(let bytes): try unlock(of: vault, bytes, [.keyFile, .person])
        case .shares(let bytes): try unlock(of: vault, bytes, [.shares])
        case .credential(let bytes): try unlock(of: vault, bytes, [.system])
        case .both(let factors): try unlock(of: vault, factors.passphrase, factors.keyFile)
        }
    }

    private func unlock(of vault: [UInt8], passphrase text: borrowing SecretBytes) throws(LedgerError)
        -> Keyring
    {
        if let found = try recovered(of: vault, from: text) { return found }
        return try first([.passphrase], of: vault) { (slot) throws(SecretsError) in
            try slot.open(of: vault, passphrase: text)
        }
    }

    private func unlock(
        of vault: [UInt8], _ bytes: borrowing SecretBytes, _ kinds: Set<SlotKind>
    ) throws(LedgerError) -> Keyring {
        guard let secret = try? Slot.root(bytes) else { throw LedgerError(.wrongKey, .slot) }
        return try first(kinds, of: vault) { (slot) throws(SecretsError) in
            try slot.open(of: vault, secret: secret)
        }
    }

    /// Where both were named: the slots that take them together, then those that take one of them.
    private func unlock(
        of vault: [UInt8], _ text: borrowing SecretBytes, _ bytes: borrowing SecretBytes
    ) throws(LedgerError) -> Keyring {
        var refusal: LedgerError
        do throws(LedgerError) { return try unlock(of: vault, together: text, bytes) } catch {
            refusal = try SlotsRow.passedOver(error)
        }
        do throws(LedgerError) { return try unlock(of: vault, bytes, [.keyFile, .person]) } catch {
            refusal = Entrance.worse(refusal, try SlotsRow.passedOver(error))
        }
        do throws(LedgerError) { return try unlock(of: vault, passphrase: text) } catch {
            throw Entrance.worse(refusal, try SlotsRow.passedOver(error))
        }
    }

    /// Throws what is no reason to try another slot.
    private static func passedOver(_ error: LedgerError) throws(LedgerError) -> LedgerError {
        guard [.wrongKey, .altered, .newer].contains(error.code) else { throw error }
        return error
    }

    private func unlock(
        of vault: [UInt8], together text: borrowing SecretBytes, _ bytes: borrowing SecretBytes
    ) throws(LedgerError) -> Keyring {
        guard let secret = try? Slot.root(bytes) else { throw LedgerError(.wrongKey, .slot) }
        return try first([.twoFactor], of: vault) { (slot) throws(SecretsError) in
            try slot.open(passphrase: text, keyFile: secret)
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
            return try first([.recovery], of: vault) { (slot) throws(SecretsError) in
                try slot.open(of: vault, secret: secret)
            }
        } catch  where [.wrongKey, .altered, .newer].contains(error.code) { return nil }
    }

    private func first(
        _ kinds: Set<SlotKind>, of vault: [UInt8],
        _ open: (Slot) throws(SecretsError) -> OpenedSlot
    ) throws(LedgerError) -> Keyring {
        for slot in whole where (slot.kind?.family).map(kinds.contains) == true {
            do throws(SecretsError) {
                let found = try keyring(of: vault, with: open(slot))
                found.openedBy = SlotID(slot.id)
                return found
            } catch .authentication { continue } catch { throw LedgerError(of: error, .slot) }
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
        // The slots that are carried over all have this pair.
        let opener = SlotOpener(try key.subkey(for: SlotSeed.self))
        try self.init(
            vault: vault, [Epoch(0, .verifying, root: key), Epoch(1, .current, root: first)],
            opener: opener)
    }

}
