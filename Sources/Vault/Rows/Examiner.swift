internal import Lifecycle
internal import Secrets

/// Looks at every row of an unlocked vault and goes on past what is wrong.
final class Examiner {
    private let store: any RowStore
    private let keyring: Keyring
    private let head: Head
    /// Whether the head opened: without it nothing is proved.
    private let isProven: Bool
    private(set) var found: Examination
    /// What the tree has and was not met yet.
    private var expected: [Cell: [UInt8]] = [:]
    private var accounts: Set<RecordID> = []
    /// The cells that somebody has, by their row.
    private var cells: Set<RowKey> = []

    init(_ store: any RowStore, _ keyring: Keyring, _ head: Head, isProven: Bool, found: Examination) {
        (self.store, self.keyring, self.head) = (store, keyring, head)
        (self.isProven, self.found) = (isProven, found)
    }

    /// Looks at all there is.
    func run() {
        if isProven { note { () throws(LedgerError) in try readTree() } }
        rows(.items, .item) { (key, value) throws(LedgerError) in try item(key, value) }
        rows(.labels, .name) { (key, value) throws(LedgerError) in _ = try keyring.openLabel(value, key) }
        rows(.operations, .journal) { (key, value) throws(LedgerError) in
            _ = try OperationKinds.read(JournalEntry(try keyring.openOperation(value, key)))
        }
        rows(.free, .free) { (key, value) throws(LedgerError) in try free(key, value) }
        guard isProven else { return }
        let lost = expected.keys.filter { $0 != .slots }
        for cell in lost { found.note(LedgerError(.altered, Examiner.part(of: cell.table))) }
        found.lost += lost.count { $0.table == .items }
        if Set(head.accounts) != accounts { found.note(LedgerError(.altered, .account)) }
        for use in CellClass.allCases {
            let mine = cells.count { $0.table == use.table }
            let free = Int(head.cells[Int(use.rawValue)].free)
            if UInt64(mine + free) != head.cells[Int(use.rawValue)].next - 1 {
                found.note(LedgerError(.altered, .cell))
            }
        }
        logs()
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
                    try body(key, value)
                }
                return true
            }
        }
    }

    /// Whether the row that is looked at is the one that the tree has.
    private var isWhole = true

    private func prove(_ cell: Cell, _ value: [UInt8], _ part: LedgerError.Part) throws(LedgerError) {
        let hash = expected.removeValue(forKey: cell)
        guard hash == (try? keyring.hash(cell.table, cell.key, value)) else {
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
            _ = try StoredSetting(item.content)
            found.settings += 1
        case .deposit, .recipient, nil: break
        }
    }

    private func record(_ id: RecordID, _ item: Item) throws(LedgerError) {
        let stored: StoredRecord
        do throws(LedgerError) { stored = try StoredRecord(id: id, item.content) } catch {
            found.lost += 1
            throw error
        }
        guard stored.record.state != .gone, let cell = stored.cell else { return }
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
        guard cells.insert(place.row).inserted else {
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

    private func free(_ key: [UInt8], _ value: [UInt8]) throws(LedgerError) {
        guard let kind = CellClass(rawValue: key[2]) else { throw LedgerError(.altered, .free) }
        for number in try FreeList.read(keyring.openFree(value, key)) {
            guard !cells.contains(RowKey(kind.table, number)) else { throw LedgerError(.altered, .free) }
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

    private func note(_ body: () throws(LedgerError) -> Void) {
        do throws(LedgerError) { try body() } catch { found.note(error) }
    }
}
