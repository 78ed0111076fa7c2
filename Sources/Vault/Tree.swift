internal import Lifecycle
internal import Secrets

/// One row as the tree knows it: which table, which key.
struct Cell: Hashable, Comparable {
    /// The tables that the tree covers.
    enum Table: UInt8 {
        case item = 1
        case name = 2
        case operation = 3
        case slot = 4
    }

    let table: Table
    let key: [UInt8]

    static func < (left: Cell, right: Cell) -> Bool {
        left.table == right.table
            ? left.key.lexicographicallyPrecedes(right.key) : left.table.rawValue < right.table.rawValue
    }
}

/// A hash tree over all rows: whatever is read is shown to be the newest, and what is missing to be missing.
///
/// A row's place is 16 bits of a keyed hash of its table and key: four levels of sixteen branches, then a leaf that
/// lists its few rows with their hashes. Reading or changing one row touches five small nodes however large the
/// vault is. The hash of the top node stands in the head.
struct Tree {
    static let levels = 4
    /// The root of a tree without rows.
    static let empty = [UInt8](repeating: 0, count: KeyedHash.size)

    let connection: Connection
    let keys: Keys
    /// The hash of the top node.
    var root: [UInt8]

    /// The hash that the tree has for a row; `nil` when the vault has no such row.
    func hash(of cell: Cell) throws(LedgerError) -> [UInt8]? {
        try path(to: place(of: cell)).leaf.entries[cell]
    }

    /// Puts a row's new hash in its place, or takes the row out.
    mutating func set(_ cell: Cell, to hash: [UInt8]?) throws(LedgerError) {
        let place = place(of: cell)
        var (inner, leaf) = try path(to: place)
        leaf.entries[cell] = hash
        var below = leaf.entries.isEmpty ? nil : try store(leaf.body, at: address(Tree.levels, place))
        if below == nil { try remove(address(Tree.levels, place)) }
        for level in stride(from: Tree.levels - 1, through: 0, by: -1) {
            inner[level].children[branch(level, place)] = below
            let address = address(level, place)
            below = inner[level].children.isEmpty ? nil : try store(inner[level].body, at: address)
            if below == nil { try remove(address) }
        }
        root = below ?? Tree.empty
    }

    /// All rows with their hashes, every node verified, and how many rows of the table are no node of it.
    func all() throws(LedgerError) -> (cells: [Cell: [UInt8]], strays: Int) {
        var bodies: [Int64: [UInt8]] = [:]
        try connection.query("SELECT path, body FROM node") { (row) throws(LedgerError) in
            bodies[row.integer(0)] = row.blob(1)
        }
        var cells: [Cell: [UInt8]] = [:]
        guard root != Tree.empty else { return (cells, bodies.count) }
        var expected: [(level: Int, prefix: UInt16, hash: [UInt8])] = [(0, 0, root)]
        while let (level, prefix, hash) = expected.popLast() {
            let address = Int64(level) << 16 | Int64(prefix)
            guard let body = bodies.removeValue(forKey: address), nodeHash(address, body) == hash else {
                throw altered
            }
            if level == Tree.levels {
                cells.merge(try Leaf(body).entries) { first, _ in first }
            } else {
                for (branch, child) in try Inner(body).children {
                    expected.append((level + 1, prefix << 4 | UInt16(branch), child))
                }
            }
        }
        return (cells, bodies.count)
    }

    /// The nodes from the top to a leaf, each verified against the one above; absent ones are empty.
    private func path(to place: UInt16) throws(LedgerError) -> (inner: [Inner], leaf: Leaf) {
        var hash: [UInt8]? = root == Tree.empty ? nil : root
        var inner: [Inner] = []
        for level in 0..<Tree.levels {
            let node = try hash.map { (hash) throws(LedgerError) in try Inner(body(level, place, hash)) }
            inner.append(node ?? Inner())
            hash = node?.children[branch(level, place)]
        }
        let leaf = try hash.map { (hash) throws(LedgerError) in try Leaf(body(Tree.levels, place, hash)) }
        return (inner, leaf ?? Leaf())
    }

    private func body(_ level: Int, _ place: UInt16, _ hash: [UInt8]) throws(LedgerError) -> [UInt8] {
        let address = address(level, place)
        guard let body = try connection.blob("SELECT body FROM node WHERE path = ?", .integer(address)),
            nodeHash(address, body) == hash
        else { throw altered }
        return body
    }

    private func store(_ body: [UInt8], at address: Int64) throws(LedgerError) -> [UInt8] {
        try connection.run(
            "INSERT OR REPLACE INTO node (path, body) VALUES (?, ?)", .integer(address), .blob(body))
        return nodeHash(address, body)
    }

    private func remove(_ address: Int64) throws(LedgerError) {
        try connection.run("DELETE FROM node WHERE path = ?", .integer(address))
    }

    private func nodeHash(_ address: Int64, _ body: [UInt8]) -> [UInt8] {
        var writer = Writer()
        writer.number(UInt32(address))
        writer.raw(body)
        return KeyedHash.of(encoded: writer.bytes, with: keys.integrity)
    }

    private func place(of cell: Cell) -> UInt16 {
        let hash = KeyedHash.of([cell.table.rawValue], cell.key, with: keys.integrity)
        return UInt16(hash[0]) << 8 | UInt16(hash[1])
    }

    private func address(_ level: Int, _ place: UInt16) -> Int64 {
        Int64(level) << 16 | Int64(level == 0 ? 0 : place >> UInt16(16 - 4 * level))
    }

    private func branch(_ level: Int, _ place: UInt16) -> UInt8 {
        UInt8(place >> UInt16(12 - 4 * level) & 15)
    }

    private var altered: LedgerError { LedgerError(.altered, .node) }
}
