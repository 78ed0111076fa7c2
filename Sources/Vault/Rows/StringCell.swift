internal import Lifecycle
internal import Secrets

/// The sizes of cells.
enum CellClass: UInt8, CaseIterable {
    case small = 0
    case medium = 1
    case large = 2
    case huge = 3

    var table: Table {
        switch self {
        case .small: .cells256
        case .medium: .cells1k
        case .large: .cells4k
        case .huge: .cells16k
        }
    }

    /// In bytes.
    var size: Int {
        switch self {
        case .small: 256
        case .medium: 1024
        case .large: 4096
        case .huge: 16_384
        }
    }

    /// How many bytes of a string a cell has room for, with its length in front.
    var room: Int { size - StringCell.headSize - Seal.overhead }
}

/// Where a record or an account has its string: which cell, and the hash of what stands in it.
struct CellPlace: Hashable {
    let kind: CellClass
    let number: UInt64
    let hash: [UInt8]

    /// The number of the field in which it stands; critical.
    static let field: UInt8 = 0x8A

    var row: RowKey { RowKey(kind.table, number) }

    var encoded: [UInt8] { [kind.rawValue] + RowKey.bytes(number) + hash }

    init(kind: CellClass, number: UInt64, hash: [UInt8]) {
        (self.kind, self.number, self.hash) = (kind, number, hash)
    }

    init(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        try self.init(from: &reader)
        try reader.end()
    }

    init(from reader: inout Reader) throws(SecretsError) {
        guard let kind = CellClass(rawValue: try reader.byte()) else { throw .malformed }
        self.init(kind: kind, number: try reader.number(), hash: try reader.raw(KeyedHash.size))
    }
}

/// Whose string it is: what it is bound to.
struct StringOwner {
    let id: RecordID
    /// As the item's.
    let kind: UInt8
    let generation: UInt32

    fileprivate var fields: [UInt8] {
        [kind] + RowKey.bytes(UInt64(generation))[4...]
    }
}

/// A cell: a data key, wrapped, and the token string that is sealed under it. Its size is one of four, whatever the string is.
enum StringCell {
    /// Wrapped under the epoch's own key; other ways to wrap get other numbers.
    private static let byEpoch: UInt8 = 1
    private static let headerSize = Blob.headerSize + 1
    private static let wrappedSize = Key<DataKey>.size + Seal.overhead
    /// Header and wrapped key.
    static let headSize = headerSize + wrappedSize

    /// The least cell that has room for a string; `nil` where none has.
    static func kind(for count: Int) -> CellClass? { CellClass.allCases.first { count + 2 <= $0.room } }

    /// Seals a string under a fresh data key.
    static func seal(
        _ string: borrowing SecretBytes, in kind: CellClass, of owner: StringOwner, _ keyring: Keyring
    ) throws(SecretsError) -> [UInt8] {
        let fresh = try Key<DataKey>()
        let count = string.count
        let plain = try SecretBytes(count: kind.room) { (target) throws(SecretsError) in
            target[0] = UInt8(count >> 8)
            target[1] = UInt8(count & 0xFF)
            string.withBytes { bytes in for index in bytes.indices { target[2 + index] = bytes[index] } }
        }
        let sealed = try plain.withBytes { (bytes) throws(SecretsError) in
            try Seal.seal(bytes, with: fresh, binding: binding(owner, keyring))
        }
        return try wrap(fresh, of: owner, keyring) + sealed
    }

    /// Wraps a data key under the present epoch: the beginning of a cell.
    private static func wrap(
        _ key: borrowing Key<DataKey>, of owner: StringOwner, _ keyring: Keyring
    ) throws(SecretsError) -> [UInt8] {
        let header = Blob.header(keyring.current.epoch) + [byEpoch]
        return header
            + (try key.withBytes { (bytes) throws(SecretsError) in
                try Seal.seal(
                    bytes, with: keyring.current.data, binding: wrapping(header, owner, keyring))
            })
    }

    /// The same cell with its data key wrapped under the present epoch; the string stays as it is.
    static func rewrapped(
        _ cell: [UInt8], of owner: StringOwner, _ keyring: Keyring
    ) throws(LedgerError) -> [UInt8] {
        let key = try dataKey(of: cell, owner, keyring)
        return try opening(.cell) { () throws(SecretsError) in
            try wrap(key, of: owner, keyring) + cell[headSize...]
        }
    }

    /// Unwraps a cell's data key.
    fileprivate static func dataKey(
        of cell: [UInt8], _ owner: StringOwner, _ keyring: Keyring
    ) throws(LedgerError) -> Key<DataKey> {
        let epoch = try Blob.epoch(of: cell, .cell)
        guard cell.count > headSize + Seal.overhead else { throw LedgerError(.altered, .cell) }
        guard cell[Blob.headerSize] == byEpoch else {
            throw LedgerError(cell[Blob.headerSize] > byEpoch ? .newer : .altered, .cell)
        }
        let keys = try keyring.open(epoch, .cell)
        return try opening(.cell) { () throws(SecretsError) in
            try Key<DataKey>(
                Seal.open(
                    Array(cell[headerSize..<headSize]), with: keys.data,
                    binding: wrapping(Array(cell[..<headerSize]), owner, keyring)))
        }
    }

    private static func wrapping(_ header: [UInt8], _ owner: StringOwner, _ keyring: Keyring)
        -> AssociatedData
    {
        AssociatedData("lockstep 2 data key", keyring.vault, header, owner.id.bytes, owner.fields)
    }

    fileprivate static func binding(_ owner: StringOwner, _ keyring: Keyring) -> AssociatedData {
        AssociatedData("lockstep 2 string", keyring.vault, owner.id.bytes, owner.fields)
    }

    /// The hash that an owner has of its cell.
    static func hash(
        _ cell: [UInt8], _ kind: CellClass, _ number: UInt64, _ keyring: Keyring
    ) throws(LedgerError) -> [UInt8] {
        var writer = Writer(capacity: 9 + cell.count)
        writer.byte(kind.rawValue)
        writer.number(number)
        writer.raw(cell)
        let keys = try keyring.open(Blob.epoch(hashed: cell, .cell), .cell)
        return KeyedHash.of(encoded: writer.bytes, with: keys.tree)
    }
}

/// A token string that is sealed still, and the data key that opens it.
struct SealedString: ~Copyable {
    private let key: Key<DataKey>
    private let sealed: [UInt8]
    private let binding: AssociatedData

    /// Unwraps the data key of a cell; throws `altered`.
    init(_ cell: [UInt8], of owner: StringOwner, _ keyring: Keyring) throws(LedgerError) {
        key = try StringCell.dataKey(of: cell, owner, keyring)
        sealed = Array(cell[StringCell.headSize...])
        binding = StringCell.binding(owner, keyring)
    }

    /// Opens it; throws `authentication` when it was altered.
    func open() throws(SecretsError) -> SecretBytes {
        let plain = try Seal.open(sealed, with: key, binding: binding)
        let count = plain.withBytes { Int($0[0]) << 8 | Int($0[1]) }
        guard count + 2 <= plain.count,
            plain.withBytes({ bytes in (2 + count..<bytes.count).allSatisfy { bytes[$0] == 0 } })
        else { throw .malformed }
        return try plain.withBytes { (bytes) throws(SecretsError) in
            try SecretBytes(copying: bytes.extracting(2..<2 + count))
        }
    }
}
