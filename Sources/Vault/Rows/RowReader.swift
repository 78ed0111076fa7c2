internal import Lifecycle
internal import Secrets

/// Proves and opens rows one after the other, in buffers that are used again: for looks at everything.
struct RowReader {
    private let keyring: Keyring
    /// What is hashed, and behind it the hash.
    private var hashed: [UInt8] = []
    /// What an item is bound to; its header and key are overwritten for each.
    private var data: [UInt8]
    /// The plain text of the last item, with its padding.
    private(set) var plain: [UInt8] = []

    init(_ keyring: Keyring) {
        self.keyring = keyring
        let (header, key) = ([UInt8](repeating: 0, count: Blob.headerSize), [UInt8](repeating: 0, count: 16))
        data = AssociatedData("lockstep 2 item", keyring.vault, header, key).encoded
    }

    /// Whether a row is the one that a leaf has at a place.
    mutating func isRow(_ row: StoredRow, at place: Int, of leaf: LeafRows) throws(LedgerError) -> Bool {
        guard leaf.hasKey(row.key, at: place) else { return false }
        let keys = try keyring.open(Blob.epoch(hashed: row.value, .item), .item)
        hashed.removeAll(keepingCapacity: true)
        hashed.append(leaf.number(at: place))
        append(length: row.key.count)
        hashed += row.key
        append(length: row.value.count)
        hashed += row.value
        return leaf.hasHash(hash(with: keys), at: place)
    }

    /// Whether a node's value is the one that has a hash, which stands from a place on in a list of them. Throws `newer` for one that is,
    /// and is of a later version.
    mutating func isNode(
        _ path: UInt64, _ value: [UInt8], _ hashes: [UInt8], at place: Int
    ) throws(LedgerError) -> Bool {
        let keys = try keyring.open(Blob.epoch(hashed: value, .node), .node)
        hashed.removeAll(keepingCapacity: true)
        append(length: Int(path >> 32))
        append(length: Int(path & 0xFFFF_FFFF))
        hashed += value
        guard hash(with: keys).isSame(as: hashes, at: place) else { return false }
        _ = try Blob.epoch(of: value, .node)
        return true
    }

    /// Opens an item into `plain`; the bytes of its fields. Throws `altered`, `newer` for a critical kind of a later version.
    mutating func open(_ row: StoredRow) throws(LedgerError) -> Range<Int> {
        let keys = try keyring.open(Blob.epoch(of: row.value, .item), .item)
        guard row.key.count == 16 else { throw LedgerError(.altered, .item) }
        let start = data.count - 16
        for index in 0..<16 { data[start + index] = row.key[index] }
        for index in 0..<Blob.headerSize { data[start - 4 - Blob.headerSize + index] = row.value[index] }
        let end: Int
        do throws(SecretsError) {
            try Seal.open(
                row.value, from: Blob.headerSize, into: &plain, with: keys.items, binding: data)
            end = try Padding.end(of: plain)
        } catch { throw LedgerError(of: error, .item) }
        guard end > 0 else { throw LedgerError(.altered, .item) }
        try Item.require(kind: plain[0])
        return 1..<end
    }

    private mutating func append(length: Int) {
        for shift in stride(from: 24, through: 0, by: -8) {
            hashed.append(UInt8(truncatingIfNeeded: length >> shift))
        }
    }

    /// The hash of all that is in `hashed`, put behind it.
    private mutating func hash(with keys: Keys) -> ArraySlice<UInt8> {
        let end = hashed.count
        for _ in 0..<KeyedHash.size { hashed.append(0) }
        KeyedHash.write(into: &hashed, at: end, of: 0..<end, with: keys.tree)
        return hashed[end...]
    }
}

extension ArraySlice<UInt8> {
    /// Whether the same bytes stand from a place on in others.
    func isSame(as other: [UInt8], at place: Int) -> Bool {
        guard place >= 0, place + count <= other.count else { return false }
        var index = place
        for byte in self {
            if byte != other[index] { return false }
            index += 1
        }
        return true
    }
}
