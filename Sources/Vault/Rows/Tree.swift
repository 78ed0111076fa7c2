internal import Lifecycle
internal import Secrets

/// One row as the tree knows it: which table, which key.
struct Cell: Hashable, Comparable {
    let table: Table
    let key: [UInt8]

    /// All slots stand in the tree as one row.
    static let slots = Cell(table: .first, key: [UInt8](repeating: 0, count: 16))

    /// A row's place among the leaves: keys are random, or hashes.
    var place: UInt16 { UInt16(key[0]) << 8 | UInt16(key[1]) }

    func hash(into hasher: inout Hasher) { hasher.combine(table, key) }

    static func < (left: Cell, right: Cell) -> Bool {
        left.table == right.table
            ? left.key.lexicographicallyPrecedes(right.key) : left.table.rawValue < right.table.rawValue
    }
}

/// A hash tree over all rows: whatever is read is shown to be the newest, and what is missing to be missing.
///
/// A row's place is the first 16 bits of its key: four levels of sixteen branches, then a leaf that lists its few rows with their
/// hashes. Reading or changing one row touches five small nodes however large the vault is. The hash of the top node stands in the
/// head. What is changed is kept here, and hashed once, by `finish`.
final class Tree {
    static let levels = 4
    /// The root of a tree without rows.
    static let empty = [UInt8](repeating: 0, count: KeyedHash.size)

    private let store: any RowStore
    /// Nodes that are written get the present epoch's hashes.
    var keyring: Keyring
    /// The hash of the top node as it was read.
    private let root: [UInt8]
    private var inner: [UInt64: Inner] = [:]
    private var leaves: [UInt64: Leaf] = [:]
    private var changed: Set<UInt64> = []

    init(_ store: any RowStore, _ keyring: Keyring, root: [UInt8]) {
        (self.store, self.keyring, self.root) = (store, keyring, root)
    }

    /// The hash that the tree has for a row; `nil` when the vault has no such row.
    func hash(of cell: Cell) throws(LedgerError) -> [UInt8]? {
        try load(cell.place)
        return leaves[Tree.path(Tree.levels, cell.place)]?.entries[cell]
    }

    /// Puts a row's new hash in its place, or takes the row out.
    func set(_ cell: Cell, to hash: [UInt8]?) throws(LedgerError) {
        try load(cell.place)
        leaves[Tree.path(Tree.levels, cell.place), default: Leaf()].entries[cell] = hash
        for level in 0...Tree.levels { changed.insert(Tree.path(level, cell.place)) }
    }

    /// The root after all changes, and the nodes that are written for it.
    func finish() throws(LedgerError) -> (root: [UInt8], writes: [RowWrite]) {
        var (writes, top) = ([RowWrite](), root)
        let header = Blob.header(keyring.current.epoch)
        // From the leaves upwards: each node's hash stands in the one above.
        for path in changed.sorted(by: >) {
            let (level, place) = (Tree.level(of: path), path & 0xFFFF)
            let body = level == Tree.levels ? leaves[path]?.body : inner[path]?.body
            let value = body.flatMap { $0.isEmpty ? nil : header + $0 }
            writes.append(RowWrite(key: RowKey(.nodes, path), value: value))
            let hash = try value.map { (value) throws(LedgerError) in
                try keyring.hash(node: path, value)
            }
            guard level > 0 else {
                top = hash ?? Tree.empty
                continue
            }
            inner[UInt64(level - 1) << 16 | place >> 4, default: Inner()].children[Int(place & 15)] = hash
        }
        return (top, writes)
    }

    /// Reads the nodes from the top to a leaf, each verified against the one above; absent ones are empty.
    private func load(_ place: UInt16) throws(LedgerError) {
        guard leaves[Tree.path(Tree.levels, place)] == nil else { return }
        var hash: [UInt8]? = root == Tree.empty ? nil : root
        for level in 0..<Tree.levels {
            let path = Tree.path(level, place)
            if inner[path] == nil {
                inner[path] = try hash.map { (hash) throws(LedgerError) in
                    try Inner(try node(path, hash))
                }
            }
            hash = inner[path]?.children[Tree.branch(level, place)]
        }
        let path = Tree.path(Tree.levels, place)
        leaves[path] = try hash.map { (hash) throws(LedgerError) in try Leaf(try node(path, hash)) } ?? Leaf()
    }

    /// The body of a node that has the expected hash.
    private func node(_ path: UInt64, _ hash: [UInt8]) throws(LedgerError) -> ArraySlice<UInt8> {
        guard let value = try store.get(RowKey(.nodes, path)), try keyring.hash(node: path, value) == hash
        else { throw LedgerError(.altered, .node) }
        _ = try Blob.epoch(of: value, .node)
        return value[Blob.headerSize...]
    }

    static func path(_ level: Int, _ place: UInt16) -> UInt64 {
        UInt64(level) << 16 | UInt64(level == 0 ? 0 : place >> UInt16(16 - 4 * level))
    }

    static func level(of path: UInt64) -> Int { Int(path >> 16) }

    static func branch(_ level: Int, _ place: UInt16) -> Int { Int(place >> UInt16(12 - 4 * level) & 15) }
}

/// A node with up to sixteen branches: for each one that is there, its number (8 bits) and its hash.
struct Inner {
    var children = [[UInt8]?](repeating: nil, count: 16)

    init() {}

    init(_ body: ArraySlice<UInt8>) throws(LedgerError) {
        let size = 1 + KeyedHash.size
        guard !body.isEmpty, body.count.isMultiple(of: size) else { throw LedgerError(.altered, .node) }
        var last = -1
        for start in stride(from: body.startIndex, to: body.endIndex, by: size) {
            guard body[start] < 16, Int(body[start]) > last else { throw LedgerError(.altered, .node) }
            last = Int(body[start])
            children[Int(body[start])] = Array(body[start + 1..<start + size])
        }
    }

    /// The bytes, branches in rising order.
    var body: [UInt8] {
        children.enumerated().flatMap { branch, hash in hash.map { [UInt8(branch)] + $0 } ?? [] }
    }
}

/// A node at the bottom: for each row its table (8 bits), its key (128 bits), its hash.
struct Leaf {
    static let entrySize = 1 + 16 + KeyedHash.size
    var entries: [Cell: [UInt8]] = [:]

    init() {}

    init(_ body: ArraySlice<UInt8>) throws(LedgerError) {
        guard body.count.isMultiple(of: Leaf.entrySize) else { throw LedgerError(.altered, .node) }
        var last: Cell?
        for start in stride(from: body.startIndex, to: body.endIndex, by: Leaf.entrySize) {
            guard let table = Table(rawValue: body[start]) else { throw LedgerError(.altered, .node) }
            let cell = Cell(table: table, key: Array(body[start + 1..<start + 17]))
            guard last.map({ $0 < cell }) ?? true else { throw LedgerError(.altered, .node) }
            entries[cell] = Array(body[start + 17..<start + Leaf.entrySize])
            last = cell
        }
    }

    /// The bytes, rows in the order of table and key.
    var body: [UInt8] {
        entries.sorted { $0.key < $1.key }.flatMap { [$0.key.table.rawValue] + $0.key.key + $0.value }
    }
}
