internal import Lifecycle
internal import Secrets

/// A node with up to sixteen branches: for each one that is there, its number (8 bits) and its hash.
struct Inner {
    var children: [UInt8: [UInt8]] = [:]

    init() {}

    init(_ body: [UInt8]) throws(LedgerError) {
        guard !body.isEmpty, body.count.isMultiple(of: 1 + KeyedHash.size) else {
            throw LedgerError(.altered, .node)
        }
        for start in stride(from: 0, to: body.count, by: 1 + KeyedHash.size) {
            children[body[start]] = Array(body[start + 1...start + KeyedHash.size])
        }
    }

    /// The bytes, branches in rising order.
    var body: [UInt8] { children.sorted { $0.key < $1.key }.flatMap { [$0.key] + $0.value } }
}

/// A node at the bottom: for each row its table (8 bits), the length of its key (8 bits), its key, its hash.
struct Leaf {
    var entries: [Cell: [UInt8]] = [:]

    init() {}

    init(_ body: [UInt8]) throws(LedgerError) {
        var reader = Reader(body)
        do throws(SecretsError) {
            while reader.left > 0 {
                let table = try reader.choice(Cell.Table.self)
                let key = try reader.raw(Int(reader.byte()))
                entries[Cell(table: table, key: key)] = try reader.raw(KeyedHash.size)
            }
        } catch { throw LedgerError(.altered, .node) }
    }

    /// The bytes, rows in the order of table and key.
    var body: [UInt8] {
        var writer = Writer()
        for (cell, hash) in entries.sorted(by: { $0.key < $1.key }) {
            writer.byte(cell.table.rawValue)
            writer.byte(UInt8(cell.key.count))
            writer.raw(cell.key)
            writer.raw(hash)
        }
        return writer.bytes
    }
}
