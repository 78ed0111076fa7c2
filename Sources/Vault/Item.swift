internal import Lifecycle
internal import Secrets

/// A row of the table `item`: sealed metadata, and a sealed token string under its own wrapped data key.
struct Item {
    /// What an item is.
    enum Kind: UInt8 {
        case record = 1
        case account = 2
        case setting = 3
    }

    let id: RecordID
    let kind: Kind
    var metadata: [UInt8]
    var dataKey: [UInt8]?
    var string: [UInt8]?

    /// The bytes whose hash the tree has.
    var content: [UInt8] {
        var writer = Writer()
        writer.byte(kind.rawValue)
        writer.bytes(metadata)
        writer.optional(dataKey) { $0.bytes($1) }
        writer.optional(string) { $0.bytes($1) }
        return writer.bytes
    }

    var cell: Cell { Cell(table: .item, key: id.bytes) }

    fileprivate static func binding(
        _ label: StaticString, _ keys: Keys, _ id: RecordID, _ kind: Kind, _ generation: UInt32
    ) -> AssociatedData {
        var fields = Writer()
        fields.byte(kind.rawValue)
        fields.number(generation)
        return AssociatedData(label, keys.vault, id.bytes, fields.bytes)
    }

    /// Reads an item from a row of `SELECT id, kind, metadata, data_key, string`.
    init(_ row: borrowing Row) throws(LedgerError) {
        guard let bytes = row.blob(0), let id = RecordID(bytes), let number = UInt8(exactly: row.integer(1)),
            let kind = Kind(rawValue: number), let metadata = row.blob(2)
        else { throw LedgerError(.altered, .item) }
        (self.id, self.kind, self.metadata) = (id, kind, metadata)
        dataKey = row.blob(3)
        string = row.blob(4)
    }

    /// Makes an item with sealed metadata and no string.
    init(_ id: RecordID, _ kind: Kind, encoded: [UInt8], keys: Keys) throws(SecretsError) {
        (self.id, self.kind) = (id, kind)
        metadata = try Seal.seal(
            encoded.span, with: keys.records, binding: Item.binding("lockstep metadata", keys, id, kind, 0))
    }

    /// The metadata's bytes.
    func opened(with keys: Keys) throws(SecretsError) -> [UInt8] {
        try Seal.openPlain(
            metadata, with: keys.records, binding: Item.binding("lockstep metadata", keys, id, kind, 0))
    }

    /// Seals a token string under a fresh data key, and wraps that.
    mutating func seal(
        _ plain: borrowing SecretBytes, generation: UInt32, keys: Keys
    ) throws(SecretsError) {
        let fresh = try Key<DataKey>()
        let forString = Item.binding("lockstep string", keys, id, kind, generation)
        let forKey = Item.binding("lockstep data key", keys, id, kind, generation)
        string = try plain.withBytes { (bytes) throws(SecretsError) in
            try Seal.seal(bytes, with: fresh, binding: forString)
        }
        dataKey = try fresh.withBytes { (bytes) throws(SecretsError) in
            try Seal.seal(bytes, with: keys.records, binding: forKey)
        }
    }

    /// Opens the token string; throws `authentication` when there is none or it was altered.
    func openString(generation: UInt32, keys: Keys) throws(SecretsError) -> SecretBytes {
        try SealedString(self, generation: generation, keys: keys).open()
    }
}

/// A token string that is sealed still, and the data key that opens it.
struct SealedString: ~Copyable {
    private let key: Key<DataKey>
    private let sealed: [UInt8]
    private let binding: AssociatedData

    /// Unwraps an item's data key; throws `authentication` when there is none or it was altered.
    init(_ item: Item, generation: UInt32, keys: Keys) throws(SecretsError) {
        guard let dataKey = item.dataKey, let string = item.string else { throw .authentication }
        key = try Key<DataKey>(
            Seal.open(
                dataKey, with: keys.records,
                binding: Item.binding("lockstep data key", keys, item.id, item.kind, generation)))
        sealed = string
        binding = Item.binding("lockstep string", keys, item.id, item.kind, generation)
    }

    /// Opens it; throws `authentication` when it was altered.
    func open() throws(SecretsError) -> SecretBytes { try Seal.open(sealed, with: key, binding: binding) }
}
