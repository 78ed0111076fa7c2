internal import Lifecycle
internal import Secrets

/// Carries what is proven to be whole from a damaged vault into rows of a new one, under the same keys.
///
/// Each row is proved for itself, by its way to the root of the tree. Strings are sealed anew. A token without a proven label stays behind:
/// the label has the rules on who may have it.
struct Extraction: ~Copyable {
    private let old: Transaction
    private var new: Transaction
    private(set) var report = ExtractionReport()
    private var accounts: Set<RecordID> = []
    private var carried: [RecordID: Label] = [:]
    private var left: Set<RecordID> = []
    private var entries: [LabelEntry] = []
    private var subjects: [Subject] = []
    /// The records that are to be carried, once their labels are.
    private var waiting: [StoredRecord] = []

    /// Takes a look at the damaged vault. Nothing of the new one is seen by anybody yet.
    init(_ old: consuming Transaction, newest counter: UInt64) {
        new = Transaction(
            new: MemoryRowStore(MemoryRows()), old.keyring, first: max(counter, old.head.counter) + 1)
        self.old = old
    }

    /// The rows of the new vault, and the row of its change log.
    consuming func run(
        noting entry: AuditEntry
    ) throws(LedgerError) -> (writes: [RowWrite], change: [UInt8], report: ExtractionReport) {
        try slots()
        items()
        labels()
        try journal()
        try writeLabels()
        for id in waiting.map(\.record.id) where carried[id] == nil { leave(id) }
        report.tokens = carried.values.sorted()
        if hasLostRules { try new.set(.handsOutOnly, to: ChangeSettings.value(handsOutOnly: true)) }
        new.head.restored = (try? newestChange) ?? entry.time
        new.append(entry)
        let (writes, change) = try new.finish()
        return (DoorRow.door.writes(Door.row(of: new.keyring.vault)) + writes, change, report)
    }

    /// Whether a setting may be lost that says who may change tokens.
    private var hasLostRules: Bool {
        report.lost > 0
            || report.left.contains { if case .setting = $0 { true } else { false } }
    }

    private var newestChange: Instant? {
        get throws(LedgerError) {
            try ChangeLog(old.store, old.keyring, old.head).newestFirst().entry()?.time
        }
    }

    private mutating func slots() throws(LedgerError) {
        let (proven, entrance) = try old.slots()
        let found = proven ?? entrance.best.slots
        guard found.areDamaged else { return try new.write(found) }
        guard !found.areNewer else { throw LedgerError(.newer, .slot) }
        let keyring = old.keyring
        let row = try opening(.slot) { () throws(SecretsError) in try SlotsRow(found.whole, keyring) }
        try new.write(row)
    }

    /// The keys of a table, as far as it can be read, from either end.
    private func keys(of table: Table) -> [[UInt8]] {
        var found: Set<[UInt8]> = []
        for backwards in [false, true] {
            try? old.store.scan(table, backwards: backwards) { (key, _) throws(LedgerError) in
                found.insert(key)
                return true
            }
        }
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    // MARK: Items

    private mutating func items() {
        for key in keys(of: .items) {
            do throws(LedgerError) {
                guard let item = try old.item(key) else { throw LedgerError(.altered, .item) }
                try carry(item)
            } catch { noteItem(key) }
        }
    }

    private mutating func carry(_ item: Item) throws(LedgerError) {
        switch item.kind {
        case .account: try account(item)
        case .record:
            guard let id = RecordID(item.key) else { throw LedgerError(.altered, .item) }
            let stored = try StoredRecord(id: id, item.content)
            if stored.record.state == .gone { try new.store(item) } else { waiting.append(stored) }
        case .setting, .deposit, .recipient, nil: try new.store(item)
        }
    }

    private mutating func account(_ item: Item) throws(LedgerError) {
        guard let id = RecordID(item.key) else { throw LedgerError(.altered, .account) }
        let stored = try StoredAccount(id: id, item.content)
        let string = try old.string(at: stored.cell, of: StoredAccount.owner(id))
        let cell = try new.newCell(string, of: StoredAccount.owner(id))
        try new.store(StoredAccount(stored.account, cell).item)
        try new.assign(stored.account.name, to: id)
        new.head.accounts.append(id)
        new.head.accounts.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        accounts.insert(id)
        report.accounts.append(stored.account.name)
    }

    /// Tells what is not carried, as far as its row opens.
    private mutating func noteItem(_ key: [UInt8]) {
        guard let id = RecordID(key), let value = try? old.store.get(RowKey(.items, key)),
            let item = try? old.item(key, value)
        else { return report.lost += 1 }
        switch item.kind {
        case .record:
            guard let record = try? StoredRecord(id: id, item.content).record else { break }
            if record.state != .gone { note(record) }
            return
        case .account:
            guard let account = try? StoredAccount(id: id, item.content).account else { break }
            return report.left.append(.account(account.name))
        case .setting:
            guard let setting = try? StoredSetting(item.content) else { break }
            return report.left.append(.setting(setting.name))
        case .deposit, .recipient, nil: break
        }
        report.lost += 1
    }

    private mutating func note(_ record: Record) {
        guard left.insert(record.id).inserted else { return }
        report.left.append(.token(record.label, record.token.id))
    }

    private mutating func leave(_ id: RecordID) {
        guard let stored = waiting.first(where: { $0.record.id == id }) else { return }
        note(stored.record)
    }

    // MARK: Labels and the journal

    private mutating func labels() {
        for key in keys(of: .labels) {
            do throws(LedgerError) {
                guard let value = try old.read(RowKey(.labels, key), .name) else {
                    throw LedgerError(.altered, .name)
                }
                guard case .label(var entry) = try old.nameRow(key, value) else { continue }
                entry.current = entry.current.flatMap { carryRecord($0) ? $0 : nil }
                entry.retiring.removeAll { !carryRecord($0.record) }
                entries.append(entry)
            } catch { report.left.append(.label) }
        }
    }

    /// Writes them once it is known which operations go on: nobody else gives a reserved label back.
    private mutating func writeLabels() throws(LedgerError) {
        for var entry in entries {
            let isHeld = subjects.contains { $0.record == entry.reserved || $0.label == entry.label }
            if !isHeld { entry.reserved = nil }
            if !entry.isFree || entry.remains != nil { try new.write(entry) }
        }
    }

    /// Seals the string of a record anew; `false` where it does not open, or its account is not there.
    private mutating func carryRecord(_ id: RecordID) -> Bool {
        guard var stored = waiting.first(where: { $0.record.id == id }), let cell = stored.cell,
            accounts.contains(stored.record.account)
        else { return false }
        do throws(LedgerError) {
            let string = try old.string(at: cell, of: stored.owner)
            stored.cell = try new.newCell(string, of: stored.owner)
            try new.store(stored.item)
        } catch { return false }
        carried[id] = stored.record.label
        return true
    }

    /// Operations go on where all that they are about is there.
    private mutating func journal() throws(LedgerError) {
        for key in keys(of: .operations) {
            guard let id = OperationID(key), let entry = try? old.journalEntry(id),
                let operation = try? OperationKinds.read(entry), accounts.contains(operation.subject.account),
                !waiting.contains(where: {
                    $0.record.id == operation.subject.record && carried[$0.record.id] == nil
                })
            else {
                report.left.append(.operation)
                continue
            }
            subjects.append(operation.subject)
            try new.journal(entry, as: id)
        }
    }
}
