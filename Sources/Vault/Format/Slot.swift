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
        case twoFactor = 4
        case shares = 5
        case person = 6
        case system = 7
        // Slots of format 1: they open that vault's key, from which the pair is made.
        case oldPassphrase = 17
        case oldKeyFile = 18
        case oldRecovery = 19

        /// Whether it comes from format 1: all of these have one secret, that vault's key.
        var isOld: Bool { rawValue >= Kind.oldPassphrase.rawValue }
    }

    private enum Field {
        static let cost: UInt8 = 1
        static let salt: UInt8 = 2
        static let publicKey: UInt8 = 3
        static let commitment: UInt8 = 4
        static let sealedKey: UInt8 = 5
        static let old: UInt8 = 6
        static let detail: UInt8 = 7
    }

    private(set) var id: [UInt8]
    /// The kind's number.
    let number: UInt8
    private var fields: NumberedFields

    var kind: Kind? { Kind(rawValue: number) }
    var publicKey: [UInt8]? { fields[Field.publicKey] }
    var sealedKey: [UInt8]? { fields[Field.sealedKey] }

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
        fields = try NumberedFields(from: &reader, knowing: Array(1...7))
        for (field, size) in [(Field.publicKey, 32), (Field.sealedKey, 80)]
        where fields[field]?.count != size { throw .malformed }
        // Who adds a person knows no more than the public key.
        guard kind == .person ? fields[Field.commitment] == nil : fields[Field.commitment]?.count == 32 else {
            throw .malformed
        }
        switch kind {
        case .passphrase, .twoFactor:
            guard fields[Field.cost]?.count == 8, fields[Field.salt]?.count == PassphraseCost.saltSize else {
                throw .malformed
            }
        case .oldPassphrase, .oldKeyFile, .oldRecovery: _ = try old()
        case .shares, .system: guard hasDetail else { throw .malformed }
        case .keyFile, .recovery, .person: break
        }
    }

    /// Argon2id's cost; `nil` for a slot that needs none.
    var cost: PassphraseCost? {
        switch kind {
        case .passphrase, .twoFactor: fields[Field.cost].flatMap(Slot.cost)
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
        case .passphrase, .twoFactor, .oldPassphrase: cost?.isAcceptable == true
        default: true
        }
    }

    /// Makes a slot for a passphrase.
    init(passphrase: borrowing SecretBytes, cost: PassphraseCost) throws(SecretsError) {
        let salt = Random.bytes(PassphraseCost.saltSize)
        let secret = try cost.key(of: ComposedPassphrase.of(passphrase), salt: salt, for: Root.self)
        try self.init(.passphrase, secret: secret)
        set(cost, salt)
    }

    /// Makes a slot for a passphrase and a key file together.
    init(
        passphrase: borrowing SecretBytes, keyFile: borrowing Key<Root>, cost: PassphraseCost
    ) throws(SecretsError) {
        let salt = Random.bytes(PassphraseCost.saltSize)
        try self.init(.twoFactor, secret: Slot.secret(passphrase, keyFile, cost, salt))
        set(cost, salt)
    }

    private mutating func set(_ cost: PassphraseCost, _ salt: [UInt8]) {
        var writer = Writer()
        writer.number(cost.passes)
        writer.number(cost.memory)
        fields[Field.cost] = writer.bytes
        fields[Field.salt] = salt
    }

    /// What a passphrase and a key file give together: the hash of what the one gives, under the other.
    private static func secret(
        _ passphrase: borrowing SecretBytes, _ keyFile: borrowing Key<Root>, _ cost: PassphraseCost,
        _ salt: [UInt8]
    ) throws(SecretsError) -> Key<Root> {
        let first = try cost.key(
            of: ComposedPassphrase.of(passphrase), salt: salt, for: FirstFactor.self)
        return try Key<Root>(hashing: first, after: "lockstep two factors", with: keyFile)
    }

    /// Makes a slot that the private key of a person or a host opens; throws `parameters` for what is no public key.
    init(person publicKey: [UInt8]) throws(SecretsError) {
        guard publicKey.count == KeyPair.size else { throw .parameters }
        (id, number, fields) = (Random.bytes(16), Kind.person.rawValue, NumberedFields())
        fields[Field.publicKey] = publicKey
    }

    /// Makes a slot for 256 random bits: a key file's, a recovery key's, or what shares or the system give.
    init(_ kind: Kind, secret: borrowing Key<Root>) throws(SecretsError) {
        (id, number, fields) = (Random.bytes(16), kind.rawValue, NumberedFields())
        fields[Field.publicKey] = try KeyPair(seed: secret.subkey(for: SlotSeed.self)).publicKey
        fields[Field.commitment] = try Slot.commitment(of: secret)
    }

    /// Carries a slot of format 1 over, under the id that it had: what it holds opens that vault's key.
    init(old: [UInt8], kind: Kind, key: borrowing Key<Root>) throws(SecretsError) {
        try self.init(kind, secret: key)
        id = Array(old.suffix(16))
        fields[Field.old] = old
    }

    private static func commitment(of secret: borrowing Key<Root>) throws(SecretsError) -> [UInt8] {
        try secret.subkey(for: SlotCommitment.self).withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    /// What the slot says of its shares, or what the system has sealed.
    var detail: [UInt8]? {
        get { fields[Field.detail] }
        set { fields[Field.detail] = newValue }
    }

    /// The longest credential of the system, in bytes.
    private static let longestCredential = 4096

    /// Whether that is what the slot's kind has.
    var hasDetail: Bool {
        guard let detail else { return false }
        return switch kind {
        case .shares: (try? ShareSet(detail)) != nil
        case .system: (1...Slot.longestCredential).contains(detail.count)
        default: false
        }
    }

    /// Seals the key of a keyring to the slot's public key.
    mutating func take(_ ring: borrowing Key<RingKey>) throws(SecretsError) {
        guard let publicKey = fields[Field.publicKey] else { throw .malformed }
        fields[Field.sealedKey] = try SealedBox.seal(ring, to: publicKey)
    }

    // MARK: Opening

    /// The key of the keyring, by a passphrase; throws `authentication` when it is not the slot's.
    func open(of vault: [UInt8], passphrase: borrowing SecretBytes) throws(SecretsError) -> OpenedSlot {
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
    func open(of vault: [UInt8], secret: borrowing Key<Root>) throws(SecretsError) -> OpenedSlot {
        switch kind {
        case .keyFile, .recovery, .shares, .person, .system:
            let copy = try secret.withBytes { (bytes) throws(SecretsError) in
                try Key<Root>(SecretBytes(copying: bytes))
            }
            return try open(with: copy)
        case .oldKeyFile: return try open(with: Format1.key(old(), .keyFile, of: vault, secret: secret))
        case .oldRecovery: return try open(with: Format1.key(old(), .recovery, of: vault, secret: secret))
        default: throw .authentication
        }
    }

    /// The key of the keyring, by a passphrase and a key file; throws `authentication` when they are not the slot's.
    func open(
        passphrase: borrowing SecretBytes, keyFile: borrowing Key<Root>
    ) throws(SecretsError) -> OpenedSlot {
        guard kind == .twoFactor else { throw .authentication }
        guard let cost, let salt = fields[Field.salt] else { throw .malformed }
        return try open(with: Slot.secret(passphrase, keyFile, cost, salt))
    }

    private func old() throws(SecretsError) -> [UInt8] {
        guard let bytes = fields[Field.old] else { throw .malformed }
        return bytes
    }

    private func open(with secret: consuming Key<Root>) throws(SecretsError) -> OpenedSlot {
        let opener = SlotOpener(try secret.subkey(for: SlotSeed.self))
        let pair = try KeyPair(seed: opener.seed)
        // Looked at before anything is decrypted: a slot is one secret's and no other's.
        guard let publicKey, let sealed = sealedKey, ConstantTime.equal(publicKey, pair.publicKey)
        else { throw .authentication }
        if kind != .person {
            guard let commitment = fields[Field.commitment],
                ConstantTime.equal(commitment, try Slot.commitment(of: secret))
            else { throw .authentication }
        }
        do throws(SecretsError) {
            return OpenedSlot(ring: try Key(pair.open(sealed)), opener: opener)
        } catch .authentication {
            // The secret is the slot's: it is what was sealed to it that was altered.
            throw .malformed
        }
    }
}
