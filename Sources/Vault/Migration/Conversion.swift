internal import Lifecycle
internal import Secrets

/// Makes the rows of this format from a vault of format 1, in one look at it.
///
/// The rows are put into a store as they are made. Together they are the vault at the counter that it had: its change log begins with the next
/// change.
struct Conversion: ~Copyable {
    private let contents: Format1.Contents
    private let keyring: Keyring
    private let key: Keyring.Epoch
    private let rows: SQLiteRows
    private var transaction: Transaction

    /// Reads all but the records. `newest` is the highest counter that this machine has seen.
    init(
        _ connection: Connection, _ keyring: Keyring, newest: UInt64, into store: FormerRowStore
    ) throws(LedgerError) {
        guard let key = keyring.format1 else { throw LedgerError(.wrongKey, .keys) }
        let keys = try opening(.keys) { () throws(SecretsError) in
            try Format1.Keys(vault: keyring.vault, key: key.root)
        }
        contents = try Format1.Contents(connection, keys, newest: newest)
        (self.keyring, self.key, rows) = (keyring, key, store.converted)
        transaction = Transaction(new: store, keyring, first: contents.counter + 1)
    }

    /// Puts all rows there.
    consuming func run() throws(LedgerError) {
        try rows.connection.execute("BEGIN")
        for write in DoorRow.door.writes(Door.row(of: keyring.vault)) { try rows.put(write) }
        try slots()
        for row in contents.accounts { try transaction.add(row) }
        try contents.records { (row) throws(LedgerError) in
            try transaction.add(row)
            if transaction.pending > Conversion.most { try put(transaction.spill()) }
        }
        for kept in contents.reservations { try transaction.reserve(kept.label, for: kept.record) }
        for setting in contents.settings { try transaction.add(setting.name, setting.value) }
        for row in contents.operations { try transaction.journal(row.operation.journalEntry, as: row.id) }
        transaction.head.audit = Head.AuditEnd(rows: contents.audit.rows, link: contents.audit.link)
        try put(transaction.finishCarried())
        try rows.connection.execute("COMMIT")
    }

    /// How many rows are kept in memory.
    private static let most = 4096

    private func put(_ writes: [RowWrite]) throws(LedgerError) {
        for write in writes { if let value = write.value { try rows.add(write.key, value) } }
    }

    private mutating func slots() throws(LedgerError) {
        var slots: [Slot] = []
        for old in contents.slots.whole {
            guard let kind = Slot.Kind(rawValue: old.carriedKind) else { throw LedgerError(.altered, .slot) }
            slots.append(
                try opening(.slot) { () throws(SecretsError) in
                    try Slot(old: old.carriedBytes, kind: kind, key: key.root)
                })
        }
        let row = try opening(.slot) { () throws(SecretsError) in try SlotsRow(slots, keyring) }
        try transaction.write(row)
    }
}

extension Transaction {
    /// Adds an account of format 1.
    fileprivate mutating func add(_ row: Format1.AccountRow) throws(LedgerError) {
        let id = row.account.id
        let cell = try place(of: { () throws(LedgerError) in try row.string() }, StoredAccount.owner(id))
        try store(StoredAccount(row.account, cell).item)
        try assign(row.account.name, to: id)
        head.accounts.append(id)
        head.accounts.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// Adds a record of format 1, and what its label has.
    fileprivate mutating func add(_ row: Format1.RecordRow) throws(LedgerError) {
        var stored = StoredRecord(row.record, nil)
        if row.hasString {
            stored.cell = try place(of: { () throws(LedgerError) in try row.string() }, stored.owner)
        }
        stored.hasGrants = row.record.state != .gone && !row.record.grants.isEmpty
        try store(stored.item)
        guard row.record.state != .gone else { return }
        guard row.isNamed else { throw LedgerError(.altered, .name) }
        var entry = LabelEntry(row.record.label)
        entry.current = row.record.id
        entry.next = max(entry.next, row.record.generation + 1)
        entry.grants = row.record.grants
        entry.hosts = try opening(.setting) { () throws(SecretsError) in
            try row.hosts.map { (bytes) throws(SecretsError) in try HostBindings(bytes) }
        }
        try write(entry)
    }

    /// Adds a setting of format 1.
    fileprivate mutating func add(_ name: String, _ value: [UInt8]) throws(LedgerError) {
        let key = Name.setting(name).key(with: keyring.current)
        try store(StoredSetting(name: name, value: value).item(key))
    }

    /// Seals a string of format 1 anew. One that does not open stays lost, and takes nothing else with it.
    private mutating func place(
        of string: () throws(LedgerError) -> SecretBytes, _ owner: StringOwner
    ) throws(LedgerError) -> CellPlace {
        let plain: SecretBytes
        do throws(LedgerError) { plain = try string() } catch {
            guard error.code == .altered else { throw error }
            return CellPlace(
                kind: .small, number: 0, hash: [UInt8](repeating: 0, count: KeyedHash.size))
        }
        return try newCell(plain, of: owner)
    }
}
