internal import Lifecycle
internal import Secrets

/// All rows of the tree, leaf by leaf in their order, each leaf verified: for looks at everything that hold little in memory.
struct Walk: ~Copyable {
    private let keyring: Keyring
    /// The hashes of all leaves, by their place, as the nodes above have them.
    private var expected: ArraySlice<(place: UInt64, hash: [UInt8])>
    private let nodes: any RowCursor
    private(set) var strays: Int

    /// Verifies the nodes above the leaves.
    init(_ store: any RowStore, _ keyring: Keyring, root: [UInt8]) throws(LedgerError) {
        let nodes = try store.cursor(.nodes, after: nil, backwards: false)
        var strays = 0
        var level: [(place: UInt64, hash: [UInt8])] = []
        if root != Tree.empty { level = [(0, root)] }
        for depth in 0..<Tree.levels {
            var below: [(place: UInt64, hash: [UInt8])] = []
            for (place, hash) in level {
                let body = try Walk.next(nodes, UInt64(depth) << 16 | place, hash, keyring, &strays)
                for (branch, child) in try Inner(body).children.enumerated() {
                    if let child { below.append((place << 4 | UInt64(branch), child)) }
                }
            }
            level = below
        }
        (self.keyring, self.nodes, self.strays, expected) = (keyring, nodes, strays, level[...])
    }

    /// The next leaf's rows in their order; `nil` after the last.
    mutating func next() throws(LedgerError) -> [(cell: Cell, hash: [UInt8])]? {
        guard let (place, hash) = expected.popFirst() else {
            while try nodes.next() != nil { strays += 1 }
            return nil
        }
        let body = try Walk.next(nodes, UInt64(Tree.levels) << 16 | place, hash, keyring, &strays)
        return try Leaf.rows(body)
    }

    /// Goes on to a node; those before it belong to nothing.
    private static func next(
        _ nodes: any RowCursor, _ path: UInt64, _ hash: [UInt8], _ keyring: Keyring, _ strays: inout Int
    ) throws(LedgerError) -> ArraySlice<UInt8> {
        while let row = try nodes.next() {
            guard let found = RowKey.number(row.key), found <= path else { break }
            guard found == path else {
                strays += 1
                continue
            }
            guard try keyring.hash(node: path, row.value) == hash else { break }
            return row.value[Blob.headerSize...]
        }
        throw LedgerError(.altered, .node)
    }
}

extension Leaf {
    /// A leaf's rows as they stand there; throws `altered` where they are not in their order.
    static func rows(_ body: ArraySlice<UInt8>) throws(LedgerError) -> [(cell: Cell, hash: [UInt8])] {
        guard body.count.isMultiple(of: entrySize) else { throw LedgerError(.altered, .node) }
        var rows: [(cell: Cell, hash: [UInt8])] = []
        rows.reserveCapacity(body.count / entrySize)
        for start in stride(from: body.startIndex, to: body.endIndex, by: entrySize) {
            guard let table = Table(rawValue: body[start]) else { throw LedgerError(.altered, .node) }
            let cell = Cell(table: table, key: Array(body[start + 1..<start + 17]))
            if let last = rows.last, !(last.cell < cell) { throw LedgerError(.altered, .node) }
            rows.append((cell, Array(body[start + 17..<start + entrySize])))
        }
        return rows
    }
}
