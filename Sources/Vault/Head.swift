internal import Lifecycle
internal import Secrets

/// What the whole vault hangs on: sealed, and written again with every change.
struct Head: Equatable {
    /// Rises by one with each change; the highest seen is kept outside the vault too.
    var counter: UInt64 = 0
    /// The root of the tree over all rows.
    var root = Tree.empty
    /// How many rows the audit log has.
    var rows: UInt64 = 0
    /// The last link of the audit log's chain.
    var link = [UInt8](repeating: 0, count: KeyedHash.size)

    /// How many accounts there are, and how many operations: so many rows that verify are all of them.
    var accounts: UInt32 = 0
    var operations: UInt32 = 0

    private static func binding(_ keys: Keys) -> AssociatedData {
        AssociatedData("lockstep head", keys.vault)
    }

    func sealed(with keys: Keys) throws(SecretsError) -> [UInt8] {
        var writer = Writer()
        writer.number(counter)
        writer.raw(root)
        writer.number(rows)
        writer.raw(link)
        writer.number(accounts)
        writer.number(operations)
        return try Seal.seal(writer.bytes.span, with: keys.heads, binding: Head.binding(keys))
    }

    static func open(_ sealed: [UInt8], with keys: Keys) throws(SecretsError) -> Head {
        var reader = Reader(try Seal.openPlain(sealed, with: keys.heads, binding: binding(keys)))
        let head = Head(
            counter: try reader.number(), root: try reader.raw(KeyedHash.size), rows: try reader.number(),
            link: try reader.raw(KeyedHash.size), accounts: try reader.number(),
            operations: try reader.number())
        try reader.end()
        return head
    }
}
