internal import Lifecycle
internal import Secrets

/// Makes the rows of this format from a vault of format 1, in one look at it.
struct Conversion: ~Copyable {
    private let contents: Format1.Contents
    private let keyring: Keyring
    private let key: Keyring.Epoch
    private var transaction: Transaction

    /// Reads all but the records. `newest` is the highest counter that this machine has seen.
    init(_ connection: Connection, _ keyring: Keyring, newest: UInt64) throws(LedgerError) {
        guard let key = keyring.format1 else { throw LedgerError(.wrongKey, .keys) }
        let keys = try opening(.keys) { () throws(SecretsError) in
            try Format1.Keys(vault: keyring.vault, key: key.root)
        }
        contents = try Format1.Contents(connection, keys, newest: newest)
        (self.keyring, self.key) = (keyring, key)
        transaction = Transaction(
            new: MemoryRowStore(MemoryRows()), keyring, first: contents.counter + 1)
    }

    /// All rows, and the value of the change log's row that tells of it.
    consuming func rows(noting entry: AuditEntry?) throws(LedgerError) -> (
        writes: [RowWrite], counter: UInt64, change: [UInt8]
    ) {
        try slots()
        try accounts()
        try contents.records { (row) throws(LedgerError) in try transaction.add(row) }
        for kept in contents.reservations { try transaction.reserve(kept.label, for: kept.record) }
        for setting in contents.settings { try transaction.add(setting.name, setting.value) }
        for row in contents.operations { try transaction.journal(row.operation.journalEntry, as: row.id) }
        transaction.head.audit = Head.AuditEnd(rows: contents.audit.rows, link: contents.audit.link)
        if let entry { transaction.append(entry) }
        let (writes, change) = try transaction.finish()
        return (
            DoorRow.door.writes(Door.row(of: keyring.vault)) + writes, transaction.head.counter, change
        )
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

    private mutating func accounts() throws(LedgerError) {
        for row in contents.accounts { try transaction.add(row) }
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
        try store(stored.item)
        guard row.record.state != .gone else { return }
        var entry = try label(row.record.label) ?? LabelEntry(row.record.label)
        if row.isNamed { entry.current = row.record.id }
        entry.next = max(entry.next, row.record.generation + 1)
        entry.grants = row.record.grants
        entry.hosts = try opening(.setting) { () throws(SecretsError) in
            try row.hosts.map { (bytes) throws(SecretsError) in try HostBindings(bytes) }
        }
        try store(entry)
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
