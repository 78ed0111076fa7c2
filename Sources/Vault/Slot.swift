internal import Lifecycle
internal import Secrets

/// One way to unlock the vault: the vault key, wrapped.
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

    /// What stands in the tree and is bound to the wrapped key: everything but the wrapped key.
    private static func encode(_ id: [UInt8], _ kind: Kind, _ cost: PassphraseCost, _ salt: [UInt8])
        -> [UInt8]
    {
        var writer = Writer()
        writer.raw(id)
        writer.byte(kind.rawValue)
        writer.number(cost.passes)
        writer.number(cost.memory)
        writer.bytes(salt)
        return writer.bytes
    }

    private static func binding(_ vault: [UInt8], _ fields: [UInt8]) -> AssociatedData {
        AssociatedData("lockstep slot", vault, fields)
    }

    private var fields: [UInt8] { Slot.encode(id, kind, cost, salt) }

    /// The bytes that stand for this slot in the tree.
    var content: [UInt8] {
        var writer = Writer()
        writer.bytes(fields)
        writer.bytes(wrapped)
        return writer.bytes
    }

    /// Wraps the vault key under a passphrase.
    static func wrapping(
        _ key: borrowing Key<Root>, of vault: [UInt8], passphrase: borrowing SecretBytes, cost: PassphraseCost
    ) throws(SecretsError) -> Slot {
        let salt = Random.bytes(PassphraseCost.saltSize)
        let wrapping = try cost.key(of: passphrase, salt: salt, for: Wrapping.self)
        return try Slot(wrapping: key, of: vault, under: wrapping, .passphrase, cost, salt)
    }

    /// Wraps the vault key under 256 random bits: a key file's or a recovery key's.
    static func wrapping(
        _ key: borrowing Key<Root>, of vault: [UInt8], secret: borrowing Key<Root>, kind: Kind
    ) throws(SecretsError) -> Slot {
        let wrapping = try secret.subkey(for: Wrapping.self)
        return try Slot(
            wrapping: key, of: vault, under: wrapping, kind, PassphraseCost(passes: 0, memory: 0), [])
    }

    private init(
        wrapping key: borrowing Key<Root>, of vault: [UInt8], under wrapping: borrowing Key<Wrapping>,
        _ kind: Kind,
        _ cost: PassphraseCost, _ salt: [UInt8]
    ) throws(SecretsError) {
        let id = Random.bytes(16)
        let binding = Slot.binding(vault, Slot.encode(id, kind, cost, salt))
        wrapped = try key.withBytes { (bytes) throws(SecretsError) in
            try Seal.seal(bytes, with: wrapping, binding: binding)
        }
        (self.id, self.kind, self.cost, self.salt) = (id, kind, cost, salt)
    }

    /// Unwraps the vault key; throws `authentication` when the slot does not open with this.
    func unwrap(of vault: [UInt8], passphrase: borrowing SecretBytes) throws(SecretsError) -> Key<Root> {
        try unwrap(vault, under: try cost.key(of: passphrase, salt: salt, for: Wrapping.self))
    }

    /// Unwraps the vault key; throws `authentication` when the slot does not open with this.
    func unwrap(of vault: [UInt8], secret: borrowing Key<Root>) throws(SecretsError) -> Key<Root> {
        try unwrap(vault, under: try secret.subkey(for: Wrapping.self))
    }

    private func unwrap(
        _ vault: [UInt8], under wrapping: borrowing Key<Wrapping>
    ) throws(SecretsError) -> Key<Root> {
        try Key(Seal.open(wrapped, with: wrapping, binding: Slot.binding(vault, fields)))
    }

    private init(id: [UInt8], kind: Kind, cost: PassphraseCost, salt: [UInt8], wrapped: [UInt8]) {
        (self.id, self.kind, self.cost, self.salt, self.wrapped) = (id, kind, cost, salt, wrapped)
    }

    /// A sum over the slot and the vault's id, which needs no key: a damaged slot shall not look like a wrong passphrase.
    func checksum(of vault: [UInt8]) -> [UInt8] { Checksum.of(encoded: vault + content) }

    fileprivate init(_ row: borrowing Row, of vault: [UInt8]) throws(LedgerError) {
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

/// The slots as they stand in the file, read without a key and before any work is done for one of them.
struct Slots {
    /// Those that are whole.
    var whole: [Slot] = []
    /// Whether there are others: changed, missing, or more than a vault has.
    var areDamaged = false

    /// The most that a vault has.
    static let most = 16
    /// The most that trying all passphrase slots may cost, in passes over a KiB: 8 GiB-passes, about eight seconds.
    static let mostCost: UInt64 = 8 << 20

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
        let isComplete = whole.contains { $0.kind == .recovery } && whole.contains { $0.kind != .recovery }
        areDamaged = rows != whole.count || !isComplete || rows > Slots.most || cost > Slots.mostCost
        if cost > Slots.mostCost { whole.removeAll { $0.kind == .passphrase } }
    }

    /// All slots; throws `altered` where they are not what Lockstep writes.
    func all() throws(LedgerError) -> [Slot] {
        guard !areDamaged else { throw LedgerError(.altered, .slot) }
        return whole
    }
}
