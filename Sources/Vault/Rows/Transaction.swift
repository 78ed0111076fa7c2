internal import Lifecycle
internal import Secrets

/// One look at, or one change of, the vault: every row that is read is proved by the tree, and what is written is kept here until all
/// of it is committed at once.
struct Transaction: ~Copyable {
    let store: any RowStore
    private(set) var keyring: Keyring
    var head: Head
    /// The head's bytes as they were read: the commit expects them still.
    let sealedHead: [UInt8]
    /// Whether what stands twice was whole in one place alone.
    let isDamaged: Bool
    private let tree: Tree
    private var writes: [RowKey: [UInt8]?] = [:]
    /// The slots that this transaction has written last.
    private(set) var writtenSlots: SlotsRow?
    /// The entries for the change log.
    private var told: [AuditEntry] = []

    /// Reads the head within a look that has begun; throws `altered` when it does not open.
    init(_ store: any RowStore, _ keyring: Keyring) throws(LedgerError) {
        var isDamaged = false
        let (head, sealed) = try store.twice(.head, isDamaged: &isDamaged) { (bytes) throws(LedgerError) in
            (try Head(keyring.openHead(bytes)), bytes)
        }
        (self.store, self.keyring, self.head, sealedHead) = (store, keyring, head, sealed)
        self.isDamaged = isDamaged
        tree = Tree(store, keyring, root: head.root)
    }

    /// Begins a vault that has no rows yet.
    init(new store: any RowStore, _ keyring: Keyring, first counter: UInt64) {
        (self.store, self.keyring, head, sealedHead, isDamaged) = (store, keyring, Head(), [], false)
        head.first = counter
        head.counter = counter - 1
        tree = Tree(store, keyring, root: head.root)
    }

    // MARK: Rows

    /// A row of the tree, verified; `nil` when the vault proves that it has none.
    func read(_ key: RowKey, _ part: LedgerError.Part) throws(LedgerError) -> [UInt8]? {
        if let written = writes[key] { return written }
        let value = try store.get(key)
        try verify(Cell(table: key.table, key: key.bytes), value, part)
        return value
    }

    /// Throws `altered` unless a row is what the tree says: one that was changed, put back, deleted or slipped in is not.
    func verify(_ cell: Cell, _ value: [UInt8]?, _ part: LedgerError.Part) throws(LedgerError) {
        guard cell.key.count == 16 else { throw LedgerError(.altered, part) }
        let expected = try tree.hash(of: cell)
        let found = try value.map { (value) throws(LedgerError) in
            try keyring.hash(cell.table, cell.key, value)
        }
        guard expected == found else { throw LedgerError(.altered, part) }
    }

    /// Writes a row of the tree, or takes it out with `nil`.
    mutating func write(_ key: RowKey, _ value: [UInt8]?) throws(LedgerError) {
        let hash = try value.map { (value) throws(LedgerError) in
            try keyring.hash(key.table, key.bytes, value)
        }
        try tree.set(Cell(table: key.table, key: key.bytes), to: hash)
        writes[key] = .some(value)
    }

    /// A row that the tree does not have, as it is: a cell, which its owner proves.
    func raw(_ key: RowKey) throws(LedgerError) -> [UInt8]? {
        if let written = writes[key] { return written }
        return try store.get(key)
    }

    /// Writes a row that the tree does not have.
    mutating func writeRaw(_ key: RowKey, _ value: [UInt8]) { writes[key] = .some(value) }

    /// Writes the slots and the keyring, twice.
    mutating func write(_ slots: SlotsRow) throws(LedgerError) {
        writtenSlots = slots
        for write in DoorRow.slots.writes(slots.bytes) { writes[write.key] = .some(write.value) }
        try tree.set(.slots, to: keyring.hash(.first, Cell.slots.key, slots.bytes))
    }

    /// Throws `altered` unless the slots are the ones that were written: none more, none less, none weaker.
    func verify(_ slots: SlotsRow) throws(LedgerError) { try verify(.slots, slots.bytes, .slot) }

    /// Adds an entry to what this change tells the change log.
    mutating func append(_ entry: AuditEntry) { told.append(entry) }

    /// Goes on with another keyring.
    mutating func take(_ fresh: Keyring) {
        keyring = fresh
        tree.keyring = fresh
    }

    // MARK: The end

    /// Whether there is something to commit.
    var isChanged: Bool { !writes.isEmpty || !told.isEmpty }

    /// All that is written: rows, nodes, the change log's row, and the head, whose counter rises by one.
    mutating func finish(anchors: [UInt8] = []) throws(LedgerError) -> (writes: [RowWrite], change: [UInt8]) {
        head.counter += 1
        var fields = NumberedFields()
        if !told.isEmpty { fields[ChangeRow.entries] = ChangeRow.encode(told) }
        if !anchors.isEmpty { fields[ChangeRow.anchors] = anchors }
        let change = try keyring.sealChange(fields.bytes, head.counter)
        head.link = try keyring.link(after: head.link, head.counter, change)
        return (try finishCarried() + [RowWrite(key: RowKey(.changes, head.counter), value: change)], change)
    }

    /// The same of a vault that comes from format 1: what has led to it stands in no change log.
    mutating func finishCarried() throws(LedgerError) -> [RowWrite] {
        let (root, nodes) = try tree.finish()
        head.root = root
        return try spill() + nodes + DoorRow.head.writes(keyring.sealHead(head.encoded))
    }

    /// How many rows are written and kept here.
    var pending: Int { writes.count }

    /// Hands over what was written so far, for the store: there it is read from now on.
    ///
    /// In the order of their keys: new cells are put behind the last one, where SQLite moves none.
    mutating func spill() -> [RowWrite] {
        defer { writes.removeAll(keepingCapacity: true) }
        return writes.sorted { $0.key < $1.key }.map { RowWrite(key: $0.key, value: $0.value) }
    }
}

/// What a row of the change log holds.
enum ChangeRow {
    static let entries: UInt8 = 1
    static let anchors: UInt8 = 2

    /// Entries, each with its length in front.
    static func encode(_ entries: [AuditEntry]) -> [UInt8] {
        var writer = Writer()
        for entry in entries {
            var one = Writer()
            entry.encodeFields(to: &one)
            writer.bytes(one.bytes)
        }
        return writer.bytes
    }

    /// How far this machine's and other machines' logs were durable at that change.
    static func anchors(in content: [UInt8]) throws(LedgerError) -> [ReadingAnchor] {
        let fields = try NumberedFields(reading: content, knowing: [entries, anchors], .change)
        guard var reader = fields.reader(of: anchors) else { return [] }
        return try opening(.change) { () throws(SecretsError) in
            var found: [ReadingAnchor] = []
            while reader.left > 0 {
                found.append(
                    ReadingAnchor(
                        host: try reader.raw(16), writer: try reader.raw(16), batches: try reader.number(),
                        link: try reader.raw(KeyedHash.size)))
            }
            return found
        }
    }

    /// Writes anchors one after the other.
    static func encode(_ ends: [ReadingAnchor]) -> [UInt8] {
        var writer = Writer()
        for end in ends {
            writer.raw(end.host)
            writer.raw(end.writer)
            writer.number(end.batches)
            writer.raw(end.link)
        }
        return writer.bytes
    }

    /// The entries of a row's fields.
    static func entries(in content: [UInt8]) throws(LedgerError) -> [AuditEntry] {
        let fields = try NumberedFields(reading: content, knowing: [entries, anchors], .change)
        guard var reader = fields.reader(of: entries) else { return [] }
        return try opening(.change) { () throws(SecretsError) in
            var found: [AuditEntry] = []
            while reader.left > 0 {
                var part = try reader.part()
                found.append(try AuditEntry(fieldsFrom: &part))
            }
            return found
        }
    }
}
