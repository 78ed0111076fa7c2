internal import Lifecycle
internal import Secrets

/// What the whole vault hangs on: sealed, and written again with every change.
struct Head: Equatable {
    /// Rises by one with each change; the highest seen is kept outside the vault too.
    var counter: UInt64 = 0
    /// The root of the tree over all rows.
    var root = Tree.empty
    /// The last link of the change log's chain.
    var link = [UInt8](repeating: 0, count: KeyedHash.size)
    /// The counter of the change log's first row.
    var first: UInt64 = 1
    /// The ids of all accounts, in their order: so that none is missing, without a walk over the tree.
    var accounts: [RecordID] = []
    /// How many operations are in the journal.
    var operations: UInt32 = 0
    /// What is used of the cells of each size.
    var cells = [CellUse](repeating: CellUse(), count: CellClass.allCases.count)
    /// Where the audit log of format 1 ends, in a vault that comes from there.
    var audit: AuditEnd?
    /// The time of the newest change of the copy that this vault was restored from, until it was compared with every provider: nothing is
    /// handed out before.
    var restored: Instant?
    /// Fields that a later version has added: kept as they are.
    var others = NumberedFields()

    /// The cells of one size.
    struct CellUse: Equatable {
        /// The number of the next one that was never used.
        var next: UInt64 = 1
        /// How many were used and are free again.
        var free: UInt32 = 0
    }

    /// The end of format 1's audit log.
    struct AuditEnd: Equatable {
        var rows: UInt64
        var link: [UInt8]
    }

    private enum Field {
        static let counter: UInt8 = 0x81
        static let root: UInt8 = 0x82
        static let link: UInt8 = 0x83
        static let first: UInt8 = 0x84
        static let accounts: UInt8 = 0x85
        static let operations: UInt8 = 0x86
        static let cells: UInt8 = 0x87
        static let audit: UInt8 = 0x88
        static let restored: UInt8 = 0x90
        static let all: [UInt8] = [
            counter, root, link, first, accounts, operations, cells, audit, restored,
        ]
    }

    var encoded: [UInt8] {
        var fields = others
        fields[Field.counter] = RowKey.bytes(counter)
        fields[Field.root] = root
        fields[Field.link] = link
        fields[Field.first] = RowKey.bytes(first)
        fields[Field.accounts] = accounts.flatMap(\.bytes)
        fields[Field.operations] = Array(RowKey.bytes(UInt64(operations))[4...])
        var writer = Writer()
        for use in cells {
            writer.number(use.next)
            writer.number(use.free)
        }
        fields[Field.cells] = writer.bytes
        fields[Field.audit] = audit.map { RowKey.bytes($0.rows) + $0.link }
        fields[Field.restored] = restored.map { RowKey.bytes(UInt64(bitPattern: $0.seconds)) }
        return fields.bytes
    }

    init() {}

    init(_ bytes: [UInt8]) throws(LedgerError) {
        let fields = try NumberedFields(reading: bytes, .head)
        self = try opening(.head) { () throws(SecretsError) in try Head(fields) }
    }

    private init(_ fields: NumberedFields) throws(SecretsError) {
        others = try fields.others(knowing: Field.all)
        counter = try fields.read(Field.counter) { (r) throws(SecretsError) in try r.number() }
        root = try fields.read(Field.root) { (r) throws(SecretsError) in try r.raw(KeyedHash.size) }
        link = try fields.read(Field.link) { (r) throws(SecretsError) in try r.raw(KeyedHash.size) }
        first = try fields.read(Field.first) { (r) throws(SecretsError) in try r.number() }
        accounts = try fields.read(Field.accounts) { (r) throws(SecretsError) in
            var ids: [RecordID] = []
            while r.left > 0 { ids.append(try RecordID(from: &r)) }
            guard zip(ids, ids.dropFirst()).allSatisfy({ $0.bytes.lexicographicallyPrecedes($1.bytes) })
            else {
                throw .malformed
            }
            return ids
        }
        operations = try fields.read(Field.operations) { (r) throws(SecretsError) in try r.number() }
        cells = try fields.read(Field.cells) { (r) throws(SecretsError) in
            var uses: [CellUse] = []
            for _ in CellClass.allCases { uses.append(CellUse(next: try r.number(), free: try r.number())) }
            return uses
        }
        if fields[Field.audit] != nil {
            audit = try fields.read(Field.audit) { (r) throws(SecretsError) in
                AuditEnd(rows: try r.number(), link: try r.raw(KeyedHash.size))
            }
        }
        if fields[Field.restored] != nil {
            restored = try fields.read(Field.restored) { (r) throws(SecretsError) in
                try Instant(from: &r)
            }
        }
    }
}
