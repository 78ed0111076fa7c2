internal import Lifecycle
internal import Secrets

/// One way to unlock the vault: a key pair that is made from a secret. The key that opens the keyring is sealed to its public half, so
/// that the keyring can be written anew without anybody's secret.
struct Slot: Equatable {
    /// What the secret comes from; numbers that are not here belong to later versions, and are passed over.
    enum Kind: UInt8 {
        case passphrase = 1
        case keyFile = 2
        case recovery = 3
        // Slots of format 1: they open that vault's key, from which the pair is made.
        case oldPassphrase = 17
        case oldKeyFile = 18
        case oldRecovery = 19
    }

    private enum Field {
        static let cost: UInt8 = 1
        static let salt: UInt8 = 2
        static let publicKey: UInt8 = 3
        static let commitment: UInt8 = 4
        static let sealedKey: UInt8 = 5
        static let old: UInt8 = 6
    }

    let id: [UInt8]
    /// The kind's number.
    let number: UInt8
    private var fields: NumberedFields

    var kind: Kind? { Kind(rawValue: number) }

    /// The bytes that stand in the row of slots.
    var encoded: [UInt8] { id + [number] + fields.bytes }

    init(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        (id, number) = (try reader.raw(16), try reader.byte())
        guard let kind = Kind(rawValue: number) else {
            // It can be kept, and is written again where it has a public key.
            fields = (try? NumberedFields(from: &reader)) ?? NumberedFields()
            return
        }
        fields = try NumberedFields(from: &reader, knowing: Array(1...6))
        for (field, size) in [(Field.publicKey, 32), (Field.commitment, 32), (Field.sealedKey, 80)]
        where fields[field]?.count != size { throw .malformed }
        switch kind {
        case .passphrase:
            guard fields[Field.cost]?.count == 8, fields[Field.salt]?.count == PassphraseCost.saltSize else {
                throw .malformed
            }
        case .oldPassphrase, .oldKeyFile, .oldRecovery: _ = try old()
        case .keyFile, .recovery: break
        }
    }

    /// Argon2id's cost; `nil` for a slot that needs none.
    var cost: PassphraseCost? {
        switch kind {
        case .passphrase: fields[Field.cost].flatMap(Slot.cost)
        case .oldPassphrase: fields[Field.old].flatMap(Slot.cost)
        default: nil
        }
    }

    private static func cost(_ bytes: [UInt8]) -> PassphraseCost? {
        var reader = Reader(bytes)
        guard let passes: UInt32 = try? reader.number(), let memory: UInt32 = try? reader.number() else {
            return nil
        }
        return PassphraseCost(passes: passes, memory: memory)
    }

    /// Whether the slot can be tried: its cost is within bounds.
    var isAcceptable: Bool {
        switch kind {
        case .passphrase, .oldPassphrase: cost?.isAcceptable == true
        default: true
        }
    }

    /// Makes a slot for a passphrase.
    init(passphrase: borrowing SecretBytes, cost: PassphraseCost) throws(SecretsError) {
        let salt = Random.bytes(PassphraseCost.saltSize)
        let secret = try cost.key(of: ComposedPassphrase.of(passphrase), salt: salt, for: Root.self)
        try self.init(.passphrase, secret: secret)
        var writer = Writer()
        writer.number(cost.passes)
        writer.number(cost.memory)
        fields[Field.cost] = writer.bytes
        fields[Field.salt] = salt
    }

    /// Makes a slot for 256 random bits: a key file's or a recovery key's.
    init(_ kind: Kind, secret: borrowing Key<Root>) throws(SecretsError) {
        (id, number, fields) = (Random.bytes(16), kind.rawValue, NumberedFields())
        fields[Field.publicKey] = try KeyPair(seed: secret.subkey(for: SlotSeed.self)).publicKey
        fields[Field.commitment] = try Slot.commitment(of: secret)
    }

    /// Carries a slot of format 1 over: what it holds opens that vault's key.
    init(old: [UInt8], kind: Kind, key: borrowing Key<Root>) throws(SecretsError) {
        try self.init(kind, secret: key)
        fields[Field.old] = old
    }

    private static func commitment(of secret: borrowing Key<Root>) throws(SecretsError) -> [UInt8] {
        try secret.subkey(for: SlotCommitment.self).withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    /// Seals the key of a keyring to the slot's public key.
    mutating func take(_ ring: borrowing Key<RingKey>) throws(SecretsError) {
        guard let publicKey = fields[Field.publicKey] else { throw .malformed }
        fields[Field.sealedKey] = try SealedBox.seal(ring, to: publicKey)
    }

    // MARK: Opening

    /// The key of the keyring, by a passphrase; throws `authentication` when it is not the slot's.
    func open(of vault: [UInt8], passphrase: borrowing SecretBytes) throws(SecretsError) -> Key<RingKey> {
        switch kind {
        case .passphrase:
            guard let cost, let salt = fields[Field.salt] else { throw .malformed }
            let composed = try ComposedPassphrase.of(passphrase)
            return try open(with: cost.key(of: composed, salt: salt, for: Root.self))
        case .oldPassphrase:
            return try open(with: Format1.key(old(), .passphrase, of: vault, passphrase: passphrase))
        default: throw .authentication
        }
    }

    /// The key of the keyring, by a key file or a recovery key; throws `authentication` when it is not the slot's.
    func open(of vault: [UInt8], secret: borrowing Key<Root>) throws(SecretsError) -> Key<RingKey> {
        switch kind {
        case .keyFile, .recovery:
            let copy = try secret.withBytes { (bytes) throws(SecretsError) in
                try Key<Root>(SecretBytes(copying: bytes))
            }
            return try open(with: copy)
        case .oldKeyFile: return try open(with: Format1.key(old(), .keyFile, of: vault, secret: secret))
        case .oldRecovery: return try open(with: Format1.key(old(), .recovery, of: vault, secret: secret))
        default: throw .authentication
        }
    }

    private func old() throws(SecretsError) -> [UInt8] {
        guard let bytes = fields[Field.old] else { throw .malformed }
        return bytes
    }

    private func open(with secret: consuming Key<Root>) throws(SecretsError) -> Key<RingKey> {
        let pair = try KeyPair(seed: secret.subkey(for: SlotSeed.self))
        // Looked at before anything is decrypted: a slot is one secret's and no other's.
        guard let commitment = fields[Field.commitment], let publicKey = fields[Field.publicKey],
            let sealed = fields[Field.sealedKey],
            ConstantTime.equal(commitment, try Slot.commitment(of: secret)),
            ConstantTime.equal(publicKey, pair.publicKey)
        else { throw .authentication }
        do throws(SecretsError) { return try Key(pair.open(sealed)) } catch .authentication {
            // The secret is the slot's: it is what was sealed to it that was altered.
            throw .malformed
        }
    }
}
