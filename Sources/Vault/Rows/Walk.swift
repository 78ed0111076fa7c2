internal import Lifecycle
internal import Secrets

/// All rows of the tree, leaf by leaf in their order, each leaf verified: for looks at everything that hold little in memory.
struct Walk: ~Copyable {
    private var nodes: NodeReader
    private let leaves: NodeLevel
    /// How many leaves were read.
    private var done = 0

    /// How many nodes belong to nothing.
    var strays: Int { nodes.strays }

    /// Verifies the nodes above the leaves.
    init(_ store: any RowStore, _ keyring: Keyring, root: [UInt8]) throws(LedgerError) {
        var nodes = NodeReader(try store.cursor(.nodes, after: nil, backwards: false), keyring)
        var level = NodeLevel()
        if root != Tree.empty { level = NodeLevel(places: [0], hashes: root) }
        for depth in 0..<Tree.levels {
            var below = NodeLevel()
            for number in level.places.indices {
                try nodes.read(depth, level, number)
                try nodes.branch(level.places[number], to: &below)
            }
            level = below
        }
        (self.nodes, leaves) = (nodes, level)
    }

    /// The next leaf's rows in their order; `nil` after the last.
    mutating func next() throws(LedgerError) -> LeafRows? {
        guard done < leaves.places.count else {
            try nodes.finish()
            return nil
        }
        try nodes.read(Tree.levels, leaves, done)
        done += 1
        return try LeafRows(nodes.value)
    }
}

/// Nodes of one level: their places, and their hashes one after the other, as the nodes above have them.
private struct NodeLevel {
    var places: [UInt64] = []
    var hashes: [UInt8] = []
}

/// Reads nodes in the order of their paths, each against the hash that it has to have.
private struct NodeReader {
    private let nodes: any RowCursor
    private var reader: RowReader
    private var row = StoredRow()
    private(set) var strays = 0

    init(_ nodes: any RowCursor, _ keyring: Keyring) {
        (self.nodes, reader) = (nodes, RowReader(keyring))
    }

    /// The node that was read last.
    var value: [UInt8] { row.value }

    /// Goes on to a node; those before it belong to nothing.
    mutating func read(_ depth: Int, _ level: NodeLevel, _ number: Int) throws(LedgerError) {
        let path = UInt64(depth) << 16 | level.places[number]
        while try nodes.next(&row) {
            guard let found = RowKey.number(row.key), found <= path else { break }
            guard found == path else {
                strays += 1
                continue
            }
            guard try reader.isNode(path, row.value, level.hashes, at: number * KeyedHash.size) else { break }
            return
        }
        throw LedgerError(.altered, .node)
    }

    /// Adds the branches of the node that was read, which is at a place, to the level below it.
    func branch(_ place: UInt64, to below: inout NodeLevel) throws(LedgerError) {
        let (size, start) = (1 + KeyedHash.size, Blob.headerSize)
        let count = row.value.count - start
        guard count > 0, count.isMultiple(of: size) else { throw LedgerError(.altered, .node) }
        var last = -1
        for entry in stride(from: start, to: row.value.count, by: size) {
            let branch = Int(row.value[entry])
            guard branch > last, branch < 16 else { throw LedgerError(.altered, .node) }
            last = branch
            below.places.append(place << 4 | UInt64(branch))
            below.hashes += row.value[entry + 1..<entry + size]
        }
    }

    /// Goes on to the end: what is left belongs to nothing.
    mutating func finish() throws(LedgerError) {
        while try nodes.next(&row) { strays += 1 }
    }
}

/// The rows that a leaf lists, as they stand in its value.
struct LeafRows {
    private let value: [UInt8]
    /// How many there are.
    let count: Int

    /// Takes the value of a node; throws `altered` where its rows are not in their order.
    init(_ value: [UInt8]) throws(LedgerError) {
        let size = value.count - Blob.headerSize
        guard size >= 0, size.isMultiple(of: Leaf.entrySize) else { throw LedgerError(.altered, .node) }
        (self.value, count) = (value, size / Leaf.entrySize)
        for place in 0..<count {
            guard Table(rawValue: number(at: place)) != nil, place == 0 || isAfter(place) else {
                throw LedgerError(.altered, .node)
            }
        }
    }

    private func start(_ place: Int) -> Int { Blob.headerSize + place * Leaf.entrySize }

    /// Whether table and key of a row are above those of the row before.
    private func isAfter(_ place: Int) -> Bool {
        let (left, right) = (start(place - 1), start(place))
        for index in 0..<17 where value[left + index] != value[right + index] {
            return value[left + index] < value[right + index]
        }
        return false
    }

    /// The number of a row's table.
    func number(at place: Int) -> UInt8 { value[start(place)] }

    /// Whether a row has a key.
    func hasKey(_ key: [UInt8], at place: Int) -> Bool {
        key.count == 16 && key[...].isSame(as: value, at: start(place) + 1)
    }

    /// Whether a row has a hash.
    func hasHash(_ hash: ArraySlice<UInt8>, at place: Int) -> Bool {
        hash.count == KeyedHash.size && hash.isSame(as: value, at: start(place) + 17)
    }

    /// Table and key of a row, and its hash; `nil` for a table that is not known, which no leaf has.
    func row(at place: Int) -> (cell: Cell, hash: [UInt8])? {
        let start = start(place)
        return Table(rawValue: value[start]).map { table in
            (
                Cell(table: table, key: Array(value[start + 1..<start + 17])),
                Array(value[start + 17..<start + Leaf.entrySize])
            )
        }
    }
}
