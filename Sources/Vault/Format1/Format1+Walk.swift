internal import Lifecycle

extension Format1.Tree {
    /// Hands every row that the tree has to `visit`, with its hash, in the order of the leaves, one leaf in memory at a time.
    ///
    /// Throws `altered` where a node is not what the one above says, and where there is one that hangs on no other.
    func walk(_ visit: (Format1.Cell, [UInt8]) throws(LedgerError) -> Void) throws(LedgerError) {
        let (leaves, inner) = try expected()
        guard try connection.number("SELECT count(*) FROM node WHERE path < 262144") == Int64(inner) else {
            throw LedgerError(.altered, .stray)
        }
        var next = 0
        try connection.query("SELECT path, body FROM node WHERE path >= 262144 ORDER BY path") {
            (row) throws(LedgerError) in
            let (address, body) = (row.integer(0), row.blob(1) ?? [])
            guard next < leaves.count, address >= leaves[next].address else {
                throw LedgerError(.altered, .stray)
            }
            guard address == leaves[next].address, nodeHash(address, body) == leaves[next].hash else {
                throw LedgerError(.altered, .node)
            }
            next += 1
            for (cell, hash) in try Format1.LeafNode(body).entries { try visit(cell, hash) }
        }
        guard next == leaves.count else { throw LedgerError(.altered, .node) }
    }

    /// A node that the tree has.
    private typealias Expected = (address: Int64, hash: [UInt8])

    /// All leaves that the tree has, by address, and how many nodes lead to them.
    private func expected() throws(LedgerError) -> (leaves: [Expected], inner: Int) {
        guard root != Format1.Tree.empty else { return ([], 0) }
        var (nodes, inner): ([Expected], Int) = ([(0, root)], 0)
        for level in 0..<Int64(Format1.Tree.levels) {
            var below: [Expected] = []
            for (address, hash) in nodes {
                inner += 1
                let prefix = address & 0xFFFF
                for (branch, child) in try innerNode(address, hash).children {
                    guard branch < 16 else { throw LedgerError(.altered, .node) }
                    below.append(((level + 1) << 16 | prefix << 4 | Int64(branch), child))
                }
            }
            nodes = below
        }
        return (nodes.sorted { $0.address < $1.address }, inner)
    }
}
