internal import Lifecycle
internal import Secrets

extension Format1 {
    /// One way to unlock a vault of format 1: the vault key, wrapped.
    struct Slot: Equatable {
        /// What the wrapping key comes from.
        enum Kind: UInt8 {
            case passphrase = 1
            case keyFile = 2
            case recovery = 3
        }

        let id: [UInt8]
        let kind: Kind
        /// Argon2id's cost; zeros for a slot that needs none.
        let cost: PassphraseCost
        /// Argon2id's salt; empty for a slot that needs none.
        let salt: [UInt8]
        let wrapped: [UInt8]

        /// What the wrapped key is bound to: everything but itself.
        private var fields: [UInt8] {
            var writer = Writer()
            writer.raw(id)
            writer.byte(kind.rawValue)
            writer.number(cost.passes)
            writer.number(cost.memory)
            writer.bytes(salt)
            return writer.bytes
        }

        /// The bytes that stand for this slot in the tree.
        var content: [UInt8] {
            var writer = Writer()
            writer.bytes(fields)
            writer.bytes(wrapped)
            return writer.bytes
        }

        /// A sum over the slot and the vault's id, which needs no key: a damaged slot must not look like a wrong passphrase.
        func checksum(of vault: [UInt8]) -> [UInt8] { Checksum.of(encoded: vault + content) }

        /// Unwraps the vault key; throws `authentication` when the slot does not open with this.
        func unwrap(of vault: [UInt8], passphrase: borrowing SecretBytes) throws(SecretsError) -> Key<Root> {
            try unwrap(vault, try cost.key(of: passphrase, salt: salt, for: Purpose.Wrapping.self))
        }

        /// Unwraps the vault key; throws `authentication` when the slot does not open with this.
        func unwrap(of vault: [UInt8], secret: borrowing Key<Root>) throws(SecretsError) -> Key<Root> {
            try unwrap(vault, try secret.subkey(for: Purpose.Wrapping.self))
        }

        private func unwrap(
            _ vault: [UInt8], _ wrapping: borrowing Key<Purpose.Wrapping>
        ) throws(SecretsError) -> Key<Root> {
            let binding = AssociatedData("lockstep slot", vault, fields)
            return try Key(Seal.open(wrapped, with: wrapping, binding: binding))
        }
    }
}

extension Format1.Slot {
    /// Reads a row of `SELECT id, kind, passes, memory, salt, wrapped, checksum`; throws `altered` for a damaged one.
    init(_ row: borrowing Row, of vault: [UInt8]) throws(LedgerError) {
        guard let id = row.blob(0), id.count == 16, let number = UInt8(exactly: row.integer(1)),
            let kind = Kind(rawValue: number), let passes = UInt32(exactly: row.integer(2)),
            let memory = UInt32(exactly: row.integer(3)), let salt = row.blob(4), let wrapped = row.blob(5)
        else { throw LedgerError(.altered, .slot) }
        let cost = PassphraseCost(passes: passes, memory: memory)
        self.init(id: id, kind: kind, cost: cost, salt: salt, wrapped: wrapped)
        guard row.blob(6) == checksum(of: vault), kind != .passphrase || cost.isAcceptable else {
            throw LedgerError(.altered, .slot)
        }
    }
}

// A slot of format 1 that a vault of format 2 carries along until it is made anew.

extension Format1.Slot {
    /// What is added to the number of a kind in format 2.
    private static let carried: UInt8 = 16

    /// The number of its kind in format 2: 17, 18 or 19.
    var carriedKind: UInt8 { kind.rawValue + Self.carried }

    /// The bytes of field 6: passes, memory, salt, wrapped key, id.
    var carriedBytes: [UInt8] {
        var writer = Writer()
        writer.number(cost.passes)
        writer.number(cost.memory)
        writer.bytes(salt)
        writer.bytes(wrapped)
        writer.raw(id)
        return writer.bytes
    }

    /// Reads what `carriedKind` and `carriedBytes` give; throws `malformed` for anything else.
    init(carriedKind: UInt8, bytes: [UInt8]) throws(SecretsError) {
        guard carriedKind > Self.carried, let kind = Kind(rawValue: carriedKind - Self.carried) else {
            throw .malformed
        }
        var reader = Reader(bytes)
        let cost = PassphraseCost(passes: try reader.number(), memory: try reader.number())
        let (salt, wrapped) = (try reader.bytes(), try reader.bytes())
        self.init(id: try reader.raw(16), kind: kind, cost: cost, salt: salt, wrapped: wrapped)
        try reader.end()
        guard kind != .passphrase || cost.isAcceptable else { throw .malformed }
    }
}
