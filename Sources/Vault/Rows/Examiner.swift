internal import Lifecycle
internal import Secrets

/// Looks at every row of an unlocked vault and goes on past what is wrong.
final class Examiner {
    let store: any RowStore
    let keyring: Keyring
    let head: Head
    /// Whether the head opened: without it nothing is proved.
    private let isProven: Bool
    var found: Examination
    /// What the tree has and was not met yet.
    private var expected: [Cell: [UInt8]] = [:]
    private(set) var accounts: Set<RecordID> = []
    /// The accounts that names lead to.
    var named: Set<RecordID> = []
    /// The living records, and those that labels lead to.
    private(set) var living: [Record] = []
    var reached: Set<Reached> = []
    /// The cells that somebody has or that are free, by their row, and the lists of free ones: how many each has.
    var cells: Set<RowKey> = []
    var lists: [CellClass: [UInt32: Int]] = [:]

    /// A record under a label that leads to it.
    struct Reached: Hashable {
        let label: Label
        let record: RecordID
    }

    init(_ store: any RowStore, _ keyring: Keyring, _ head: Head, isProven: Bool, found: Examination) {
        (self.store, self.keyring, self.head) = (store, keyring, head)
        (self.isProven, self.found) = (isProven, found)
    }

    /// Looks at all there is.
    func run() {
        if isProven {
            guard tree() else { return }
        }
        rows(.items, .item) { (key, value) throws(LedgerError) in try item(key, value) }
        rows(.labels, .name) { (key, value) throws(LedgerError) in try name(key, value) }
        rows(.operations, .journal) { (key, value) throws(LedgerError) in
            _ = try OperationKinds.read(JournalEntry(try keyring.openOperation(value, key)))
        }
        rows(.free, .free) { (key, value) throws(LedgerError) in try free(key, value) }
        guard isProven else { return }
        let lost = expected.keys.filter { $0 != .slots }
        for cell in lost { found.note(LedgerError(.altered, Examiner.part(of: cell.table))) }
        found.lost += lost.count { $0.table == .items }
        note { () throws(LedgerError) in
            var count: UInt32 = 0
            try store.scan(.operations) { (_, _) throws(LedgerError) in
                count += 1
                return true
            }
            guard count == head.operations else { throw LedgerError(.altered, .journal) }
        }
        let told = Set(head.accounts)
        if !accounts.isSubset(of: told) || !told.isSubset(of: accounts.union(unread)) {
            found.note(LedgerError(.altered, .account))
        }
        if !isUnread {
            names()
            account()
        }
        strays()
        logs()
    }

    /// Whether a row is of a later version: then what belongs to what cannot be told.
    var isUnread = false
    /// The items that are: each may be an account.
    private var unread: Set<RecordID> = []

    /// Notes rows of the tables that no tree has.
    private func strays() {
        for table in [Table.first, .second] {
            note { () throws(LedgerError) in
                try store.scan(table) { (key, _) throws(LedgerError) in
                    guard RowKey.number(key).flatMap(DoorRow.init(rawValue:)) != nil else {
                        throw LedgerError(.altered, .stray)
                    }
                    return true
                }
            }
        }
        // Only a vault of format 1 has brought an audit log along.
        note { () throws(LedgerError) in
            guard head.audit == nil else { return }
            try store.scan(.audit) { (_, _) throws(LedgerError) in throw LedgerError(.altered, .stray) }
            if let file = store as? SQLiteRowStore, try file.connection.hasAudit() {
                throw LedgerError(.altered, .stray)
            }
        }
    }

    private func logs() {
        note { () throws(LedgerError) in
            _ = try ChangeLog(store, keyring, head).verify { (_, content) throws(LedgerError) in
                found.entries += try ChangeRow.entries(in: content).count
            }
        }
        note { () throws(LedgerError) in
            guard let log = try FormerLog.log(store, keyring, head) else { return }
            try log.verify { (_) throws(LedgerError) in found.entries += 1 }
        }
    }

    /// Reads the tree; `false` where it is of a later version: it proves nothing to this one, and tells of no damage.
    private func tree() -> Bool {
        do throws(LedgerError) { try readTree() } catch {
            found.note(error)
            return error.code != .newer
        }
        return true
    }

    private func readTree() throws(LedgerError) {
        var walk = try Walk(store, keyring, root: head.root)
        while let leaf = try walk.next() {
            for place in 0..<leaf.count {
                if let (cell, hash) = leaf.row(at: place) { expected[cell] = hash }
            }
        }
        guard walk.strays == 0 else { throw LedgerError(.altered, .stray) }
    }

    /// Looks at every row of a table, each against the tree.
    private func rows(
        _ table: Table, _ part: LedgerError.Part,
        _ body: ([UInt8], [UInt8]) throws(LedgerError) -> Void
    ) {
        note { () throws(LedgerError) in
            try store.scan(table) { (key, value) throws(LedgerError) in
                note { () throws(LedgerError) in
                    isWhole = isProven
                    if isProven { try prove(Cell(table: table, key: key), value, part) }
                    do throws(LedgerError) { try body(key, value) } catch {
                        // What no tree has says nothing of later versions.
                        guard isWhole || error.code != .newer else { throw LedgerError(.altered, part) }
                        if error.code == .newer { noteUnread(key, in: table) }
                        throw error
                    }
                }
                return true
            }
        }
    }

    private var scopes = LastScopes()

    private func noteUnread(_ key: [UInt8], in table: Table) {
        guard table != .operations else { return }
        isUnread = true
        if table == .items, let id = RecordID(key) { unread.insert(id) }
    }

    /// Whether the row that is looked at is the one that the tree has.
    private var isWhole = true

    private func prove(_ cell: Cell, _ value: [UInt8], _ part: LedgerError.Part) throws(LedgerError) {
        let hash = expected.removeValue(forKey: cell)
        guard let hash, hash == (try? keyring.hash(cell.table, cell.key, value)) else {
            isWhole = false
            return found.note(LedgerError(.altered, part))
        }
    }

    private func item(_ key: [UInt8], _ value: [UInt8]) throws(LedgerError) {
        let item: Item
        do throws(LedgerError) { item = try Item(key, plain: keyring.openItem(value, key)) } catch {
            found.lost += 1
            throw error
        }
        guard let id = RecordID(key) else { throw LedgerError(.altered, .item) }
        switch item.kind {
        case .record: try record(id, item)
        case .account: try account(id, item)
        case .setting:
            let setting = try StoredSetting(item.content)
            try require(.setting(setting.name), key, .setting)
            found.settings += 1
        case .deposit, .recipient, nil: isUnread = true
        }
    }

    private func record(_ id: RecordID, _ item: Item) throws(LedgerError) {
        let stored: StoredRecord
        var fields = Reader(item.content)
        do throws(LedgerError) { stored = try StoredRecord(id: id, from: &fields, &scopes) } catch {
            found.lost += 1
            throw error
        }
        if let receipt = stored.record.receipt {
            note { () throws(LedgerError) in try verify(receipt, stored.record) }
        }
        guard stored.record.state != .gone, let cell = stored.cell else { return }
        living.append(stored.record)
        let opens = look(cell, stored.owner, .string)
        if isWhole && opens { found.whole.append(stored.record) } else { found.damaged.append(stored.record) }
    }

    private func account(_ id: RecordID, _ item: Item) throws(LedgerError) {
        accounts.insert(id)
        let stored = try StoredAccount(id: id, item.content)
        // Its tokens are whole all the same: they are handed out without it.
        if !look(stored.cell, StoredAccount.owner(id), .account) || !isWhole {
            found.damagedAccounts.append(stored.account)
        }
    }

    /// Whether a cell is what its owner says, and opens.
    private func look(_ place: CellPlace, _ owner: StringOwner, _ part: LedgerError.Part) -> Bool {
        // A string that was lost when its vault was migrated has no cell.
        guard place.number == 0 || cells.insert(place.row).inserted else {
            found.note(LedgerError(.altered, .cell))
            return false
        }
        do throws(LedgerError) {
            guard let cell = try store.get(place.row), cell.count == place.kind.size,
                try StringCell.hash(cell, place.kind, place.number, keyring) == place.hash
            else { throw LedgerError(.altered, part) }
            let sealed = try SealedString(cell, of: owner, keyring)
            _ = try opening(part) { () throws(SecretsError) in try sealed.open() }
            return true
        } catch {
            found.note(LedgerError(error.code, part))
            return false
        }
    }

    private static func part(of table: Table) -> LedgerError.Part {
        switch table {
        case .items: .item
        case .labels: .name
        case .operations: .journal
        case .free: .free
        default: .stray
        }
    }

    func note(_ body: () throws(LedgerError) -> Void) {
        do throws(LedgerError) { try body() } catch { found.note(error) }
    }
}
