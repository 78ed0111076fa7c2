internal import Glibc
internal import Lifecycle
internal import Platform

/// A vault's rows in a new file, where SQLite does not write to the old one any more because pages of it are damaged.
struct RebuiltFile {
    private let store: SQLiteRowStore
    private let keyring: Keyring

    /// Takes the store that is to be rebuilt, and its keys.
    init(_ store: SQLiteRowStore, _ keyring: Keyring) { (self.store, self.keyring) = (store, keyring) }

    /// Copies every row, those that stand twice from `twice`, makes the nodes of the tree anew, and puts the new file in the old one's place once `verify` has taken it.
    ///
    /// Nobody can commit meanwhile, and who has the old file open finds another one there.
    func replace(
        _ twice: [DoorRow: [UInt8]], _ verify: (any RowStore) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let draft = try FileDraft(of: store.files.vault)
        try store.begin(writing: true)
        defer { store.end() }
        let before = heads
        try fill(draft.path, twice, verify)
        store.end()
        // It was verified by now that the log is the file's own.
        try store.connection.emptyLog()
        try store.begin(writing: true)
        guard heads == before, Files.size(of: store.files.log) <= 0 else {
            throw LedgerError(.busy, .database)
        }
        if try store.connection.isMarked() { try store.connection.mark(false) }
        try draft.replace()
    }

    /// Both copies of the head: one of them changes with every commit at least.
    private var heads: [[UInt8]?] { [Table.first, .second].map { try? store.copy(.head, of: $0) } }

    private func fill(
        _ draft: String, _ twice: [DoorRow: [UInt8]], _ verify: (any RowStore) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let connection = try Connection(path: draft)
        try connection.execute("BEGIN IMMEDIATE")
        let hasAudit = try store.connection.hasAudit()
        if hasAudit { try connection.execute(text: Schema.text(of: .audit)) }
        try Schema.make(in: connection)
        let copy = try SQLiteRowStore(connection, VaultFiles(at: draft))
        for (row, bytes) in twice { for write in row.writes(bytes) { try copy.put(write) } }
        try copyRows(to: copy, hasAudit: hasAudit)
        for write in try nodes(of: copy) { try copy.put(write) }
        try connection.execute("COMMIT")
        try connection.writeAhead()
        try connection.emptyLog()
        try verify(copy)
        do throws(SystemError) { try Files.sync(draft) } catch { throw LedgerError(error) }
    }

    /// Copies what can be read. Of the log and of the strings the rest is lost; where any other row is, the tree does not fit the head.
    private func copyRows(to copy: SQLiteRowStore, hasAudit: Bool) throws(LedgerError) {
        for table in [Table.items, .labels, .operations, .free, .changes] + (hasAudit ? [.audit] : []) {
            do throws(LedgerError) {
                try store.scan(table) { (key, value) throws(LedgerError) in
                    try copy.put(RowWrite(key: RowKey(table, key), value: value))
                    return true
                }
            } catch { guard error.code == .altered else { throw error } }
        }
        let head = try Transaction(copy, keyring).head
        for kind in CellClass.allCases {
            for number in 1..<max(1, head.cells[Int(kind.rawValue)].next) {
                guard let value = try? store.get(RowKey(kind.table, number)) else { continue }
                try copy.put(RowWrite(key: RowKey(kind.table, number), value: value))
            }
        }
    }

    /// The nodes of the tree over all rows that it has; who opens the copy proves that they lead to the root in the head.
    private func nodes(of copy: SQLiteRowStore) throws(LedgerError) -> [RowWrite] {
        let tree = Tree(MemoryRowStore(MemoryRows()), keyring, root: Tree.empty)
        for table in [Table.items, .labels, .operations, .free] {
            try copy.scan(table) { (key, value) throws(LedgerError) in
                try tree.set(Cell(table: table, key: key), to: keyring.hash(table, key, value))
                return true
            }
        }
        let slots = try copy.copy(.slots, of: .first)
        try tree.set(.slots, to: keyring.hash(.first, Cell.slots.key, slots))
        return try tree.finish().writes
    }
}
