internal import Lifecycle
internal import Secrets

extension Format1 {
    /// One look at a vault of format 1: every row that is read is verified against the tree.
    ///
    /// Good for as long as the transaction in which it was made.
    final class Snapshot {
        let connection: Connection
        let keys: Keys
        let head: Head
        let tree: Tree
        /// The slots. Where they are damaged, nothing proves them.
        let slots: Slots

        /// Throws `altered` when the head does not open or the slots are others than the tree has, `wrongKey` for the keys of another
        /// vault, `older` when this machine has seen a newer one.
        init(_ connection: Connection, _ keys: Keys, newest: UInt64) throws(LedgerError) {
            (self.connection, self.keys) = (connection, keys)
            guard try Format1.vaultID(connection) == keys.vault else { throw LedgerError(.wrongKey, .vault) }
            head = try Head(in: connection, keys: keys)
            guard head.counter >= newest else { throw LedgerError(.older, .head) }
            tree = Tree(connection, keys, root: head.root)
            slots = try Slots(in: connection, of: keys.vault)
            if !slots.areDamaged {
                try tree.verify(Cell(table: .slot, key: []), slots.manifest, in: .slot)
            }
        }

        /// Reads an item; `nil` when the vault has none of that id.
        func item(_ id: RecordID) throws(LedgerError) -> Item? {
            let found = try row(id)
            try tree.verify(Cell(table: .item, key: id.bytes), found?.content, in: .item)
            return found
        }

        /// Reads the row of an item, which is not verified yet.
        func row(_ id: RecordID) throws(LedgerError) -> Item? {
            var found: Item?
            try connection.query(
                "SELECT id, kind, metadata, data_key, string FROM item WHERE kind IN (1, 2, 3) AND id = ?",
                [.blob(id.bytes)]
            ) { (row) throws(LedgerError) in found = try Item(row) }
            return found
        }

        /// The item that a name belongs to; `nil` when the name is free.
        func owner(of name: Name) throws(LedgerError) -> RecordID? {
            let hash = name.hash(with: keys)
            let found = try connection.blob("SELECT item FROM name WHERE hash = ?", .blob(hash))
            try tree.verify(Cell(table: .name, key: hash), found, in: .name)
            guard let found else { return nil }
            guard let owner = RecordID(found) else { throw LedgerError(.altered, .name) }
            return owner
        }
    }

    /// What something is found by: the vault has only its keyed hash.
    enum Name {
        case record(Label)
        case account(Label)
        case setting(String)

        func hash(with keys: Keys) -> [UInt8] {
            let (kind, text) =
                switch self {
                case .record(let label): ("record", label.text)
                case .account(let label): ("account", label.text)
                case .setting(let text): ("setting", text)
                }
            return KeyedHash.of(Array(kind.utf8), Array(text.utf8), with: keys.names)
        }
    }
}
