internal import Lifecycle
internal import Secrets

extension VaultFile {
    /// Tries the slots that what is given can open; throws `wrongKey` when none does.
    func unlock(
        _ slots: [Slot], of vault: [UInt8], with unlocking: borrowing Unlocking
    ) throws(LedgerError) -> Key<Root> {
        switch unlocking {
        case .passphrase(let text):
            if let key = try recovered(slots, of: vault, from: text) { return key }
            return try first(slots, .passphrase) { (slot) throws(SecretsError) in
                try slot.unwrap(of: vault, passphrase: text)
            }
        case .keyFile(let bytes):
            guard let copy = try? SecretBytes(prefix: bytes.count, of: bytes),
                let secret = try? Key<Root>(copy)
            else { break }
            return try first(slots, .keyFile) { (slot) throws(SecretsError) in
                try slot.unwrap(of: vault, secret: secret)
            }
        }
        throw LedgerError(.wrongKey, .slot)
    }

    /// What is typed as a recovery key may be a passphrase all the same: then no recovery slot opens, and `nil` is returned.
    private func recovered(
        _ slots: [Slot], of vault: [UInt8], from text: borrowing SecretBytes
    ) throws(LedgerError) -> Key<Root>? {
        guard let secret = try? RecoveryKey.key(from: text, for: Root.self) else { return nil }
        do throws(LedgerError) {
            return try first(slots, .recovery) { (slot) throws(SecretsError) in
                try slot.unwrap(of: vault, secret: secret)
            }
        } catch  where error.code == .wrongKey { return nil }
    }

    private func first(
        _ slots: [Slot], _ kind: Slot.Kind, _ unwrap: (Slot) throws(SecretsError) -> Key<Root>
    ) throws(LedgerError) -> Key<Root> {
        for slot in slots where slot.kind == kind {
            do throws(SecretsError) {
                return try unwrap(slot)
            } catch .authentication {
                continue
            } catch { throw LedgerError(error, .slot) }
        }
        throw LedgerError(.wrongKey, .slot)
    }
}

extension Transaction {
    /// Writes the slots of a new vault.
    mutating func store(_ slots: [Slot]) throws(LedgerError) {
        for slot in slots {
            try connection.run(
                """
                INSERT INTO slot (id, kind, passes, memory, salt, wrapped, checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                .blob(slot.id), .integer(Int64(slot.kind.rawValue)), .integer(Int64(slot.cost.passes)),
                .integer(Int64(slot.cost.memory)), .blob(slot.salt), .blob(slot.wrapped),
                .blob(slot.checksum(of: keys.vault)))
        }
        try note(Slot.cell, Slot.manifest(try Slots(in: connection, of: keys.vault).all()))
    }

    /// Throws `altered` unless the slots are the ones that were written: none more, none less, none weaker.
    func verify(_ slots: [Slot]) throws(LedgerError) {
        try verify(Slot.cell, Slot.manifest(slots), in: .slot)
    }
}

extension Slot {
    /// All slots stand in the tree as one row.
    static let cell = Cell(table: .slot, key: [])

    /// What that row says: every slot, in the order of their ids.
    static func manifest(_ slots: [Slot]) -> [UInt8] {
        var writer = Writer()
        for slot in slots { writer.bytes(slot.content) }
        return writer.bytes
    }
}
