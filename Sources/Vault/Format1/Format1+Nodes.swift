internal import Lifecycle
internal import Secrets

extension Format1 {
    /// A node with up to sixteen branches: for each one that is there, its number (8 bits) and its hash.
    struct InnerNode {
        private let body: [UInt8]
        private static let width = 1 + KeyedHash.size

        init(_ body: [UInt8]) throws(LedgerError) {
            guard !body.isEmpty, body.count.isMultiple(of: Self.width) else {
                throw LedgerError(.altered, .node)
            }
            self.body = body
        }

        /// The hash of the node below a branch; `nil` where there is none.
        func child(_ branch: UInt8) -> [UInt8]? { children.last { $0.branch == branch }?.hash }

        /// All branches, in their order.
        var children: [(branch: UInt8, hash: [UInt8])] {
            stride(from: 0, to: body.count, by: Self.width).map { start in
                (body[start], Array(body[start + 1..<start + Self.width]))
            }
        }
    }

    /// A node at the bottom: for each row its table (8 bits), the length of its key (8 bits), its key, its hash.
    struct LeafNode {
        private(set) var entries: [(cell: Cell, hash: [UInt8])] = []

        init(_ body: [UInt8]) throws(LedgerError) {
            var reader = Reader(body)
            do throws(SecretsError) {
                while reader.left > 0 {
                    let table = try reader.choice(Cell.Table.self)
                    let key = try reader.raw(Int(reader.byte()))
                    entries.append((Cell(table: table, key: key), try reader.raw(KeyedHash.size)))
                }
            } catch { throw LedgerError(.altered, .node) }
        }
    }
}
