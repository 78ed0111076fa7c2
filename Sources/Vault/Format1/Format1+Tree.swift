internal import Lifecycle
internal import Secrets

extension Format1 {
    /// One row as the tree has it: which table, which key.
    struct Cell: Hashable {
        /// The tables that the tree covers.
        enum Table: UInt8, CaseIterable {
            case item = 1
            case name = 2
            case operation = 3
            case slot = 4
        }

        let table: Table
        let key: [UInt8]

        func hash(into hasher: inout Hasher) { hasher.combine(table, key) }
    }

    /// The hash tree over all rows: it proves that what is read is the newest, and that what is missing was never there.
    ///
    /// A row's place is 16 bits of a keyed hash of its table and key: four levels of sixteen branches, then a leaf that
    /// lists its few rows with their hashes. Inner nodes are kept once they are verified, 2.3 MB at most.
    final class Tree {
        static let levels = 4
        /// The root of a tree without rows.
        static let empty = [UInt8](repeating: 0, count: KeyedHash.size)

        let connection: Connection
        private let keys: Keys
        let root: [UInt8]
        private var inner: [Int64: InnerNode] = [:]

        init(_ connection: Connection, _ keys: Keys, root: [UInt8]) {
            (self.connection, self.keys, self.root) = (connection, keys, root)
        }

        /// Throws `altered` unless a row is what the tree says; `nil` content means that there is no such row.
        func verify(_ cell: Cell, _ content: [UInt8]?, in part: LedgerError.Part) throws(LedgerError) {
            guard try hash(of: cell) == content.map({ hash(cell, $0) }) else {
                throw LedgerError(.altered, part)
            }
        }

        /// The hash that the tree would have for a row.
        func hash(_ cell: Cell, _ content: [UInt8]) -> [UInt8] {
            KeyedHash.of([cell.table.rawValue], cell.key, content, with: keys.integrity)
        }

        /// The hash that the tree has for a row; `nil` when the vault has no such row.
        private func hash(of cell: Cell) throws(LedgerError) -> [UInt8]? {
            let place = place(of: cell)
            var hash: [UInt8]? = root == Tree.empty ? nil : root
            for level in 0..<Tree.levels {
                guard let known = hash else { return nil }
                let branch = UInt8(place >> UInt16(12 - 4 * level) & 15)
                hash = try innerNode(address(level, place), known).child(branch)
            }
            guard let known = hash else { return nil }
            return try LeafNode(body(address(Tree.levels, place), known)).entries.last { $0.cell == cell }?
                .hash
        }

        /// An inner node, verified against the hash that the node above has for it.
        func innerNode(_ address: Int64, _ hash: [UInt8]) throws(LedgerError) -> InnerNode {
            if let known = inner[address] { return known }
            let node = try InnerNode(body(address, hash))
            inner[address] = node
            return node
        }

        private func body(_ address: Int64, _ hash: [UInt8]) throws(LedgerError) -> [UInt8] {
            guard let body = try connection.blob("SELECT body FROM node WHERE path = ?", .integer(address)),
                nodeHash(address, body) == hash
            else { throw LedgerError(.altered, .node) }
            return body
        }

        /// The hash of a node at its address.
        func nodeHash(_ address: Int64, _ body: [UInt8]) -> [UInt8] {
            var writer = Writer()
            writer.number(UInt32(truncatingIfNeeded: address))
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
    }
}
