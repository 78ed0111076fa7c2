internal import Lifecycle
internal import Secrets

extension Format1 {
    /// The slots as they stand in the file, read without a key and before any work is done for one of them.
    struct Slots {
        /// Those that are whole; a damaged one does not shut out the others.
        var whole: [Slot] = []
        /// Whether there are others: changed, missing, or more than a vault has.
        var areDamaged = false

        /// The most that a vault has.
        private static let most = 16
        /// The most that trying all passphrase slots may cost, in passes over a KiB: 8 GiB-passes, about eight seconds.
        private static let mostCost: UInt64 = 8 << 20

        /// Reads all slots and checks their bounds.
        init(in connection: Connection, of vault: [UInt8]) throws(LedgerError) {
            var rows = 0
            try connection.query(
                "SELECT id, kind, passes, memory, salt, wrapped, checksum FROM slot ORDER BY id LIMIT 17"
            ) { (row) throws(LedgerError) in
                rows += 1
                if let slot = try? Slot(row, of: vault) { whole.append(slot) }
            }
            let cost = whole.filter { $0.kind == .passphrase }
                .reduce(0) { $0 + UInt64($1.cost.passes) * UInt64($1.cost.memory) }
            // A vault is made with a slot of its own and one for the recovery key.
            let isComplete =
                whole.contains { $0.kind == .recovery } && whole.contains { $0.kind != .recovery }
            areDamaged = rows != whole.count || !isComplete || rows > Slots.most || cost > Slots.mostCost
            if cost > Slots.mostCost { whole.removeAll { $0.kind == .passphrase } }
        }

        /// Takes slots that a vault of format 2 carries along; it has checked their number and their cost.
        init(_ carried: [Slot]) { whole = carried }

        /// What everybody may read of them.
        var outlines: [SlotOutline] {
            whole.compactMap { slot in
                guard let id = SlotID(slot.id) else { return nil }
                let cost = slot.kind == .passphrase ? slot.cost : nil
                var outline = SlotOutline(id, SlotKind(rawValue: slot.kind.rawValue), cost: cost)
                outline.isCarried = true
                return outline
            }
        }

        /// What the tree has of the slots: every one, in the order of their ids.
        var manifest: [UInt8] {
            var writer = Writer()
            for slot in whole { writer.bytes(slot.content) }
            return writer.bytes
        }
    }
}

extension Format1.Slots {
    /// Unwraps the vault key with the first slot that takes what is given; throws `wrongKey` when none does.
    func unlock(of vault: [UInt8], with unlocking: borrowing Unlocking) throws(LedgerError) -> Key<Root> {
        switch unlocking {
        case .passphrase(let text): try unlock(of: vault, passphrase: text)
        case .keyFile(let bytes): try unlock(of: vault, keyFile: bytes)
        case .both(let factors):
            try unlock(of: vault, passphrase: factors.passphrase, orKeyFile: factors.keyFile)
        default: throw LedgerError(.wrongKey, .slot)
        }
    }

    private func unlock(
        of vault: [UInt8], passphrase text: borrowing SecretBytes, orKeyFile bytes: borrowing SecretBytes
    ) throws(LedgerError) -> Key<Root> {
        do throws(LedgerError) { return try unlock(of: vault, keyFile: bytes) } catch {
            guard error.code == .wrongKey else { throw error }
            return try unlock(of: vault, passphrase: text)
        }
    }

    /// Tries what was typed: as a recovery key first where it has that form, then as a passphrase.
    func unlock(of vault: [UInt8], passphrase text: borrowing SecretBytes) throws(LedgerError) -> Key<Root> {
        guard !RecoveryKey.isMistyped(text) else { throw LedgerError(.wrongKey, .recovery) }
        if let secret = try? RecoveryKey.key(from: text, for: Root.self) {
            do throws(LedgerError) {
                return try first(.recovery) { (slot) throws(SecretsError) in
                    try slot.unwrap(of: vault, secret: secret)
                }
            } catch  where error.code == .wrongKey {}
        }
        return try first(.passphrase) { (slot) throws(SecretsError) in
            try slot.unwrap(of: vault, passphrase: text)
        }
    }

    /// Tries the contents of a key file.
    func unlock(of vault: [UInt8], keyFile bytes: borrowing SecretBytes) throws(LedgerError) -> Key<Root> {
        guard let copy = try? SecretBytes(prefix: bytes.count, of: bytes),
            let secret = try? Key<Root>(copy)
        else { throw LedgerError(.wrongKey, .slot) }
        return try first(.keyFile) { (slot) throws(SecretsError) in
            try slot.unwrap(of: vault, secret: secret)
        }
    }

    private func first(
        _ kind: Format1.Slot.Kind, _ unwrap: (Format1.Slot) throws(SecretsError) -> Key<Root>
    ) throws(LedgerError) -> Key<Root> {
        for slot in whole where slot.kind == kind {
            do throws(SecretsError) {
                return try unwrap(slot)
            } catch .authentication {
                continue
            } catch .memory {
                throw LedgerError(.failed, .memory)
            } catch { throw LedgerError(.altered, .slot) }
        }
        throw LedgerError(.wrongKey, .slot)
    }
}
