internal import Lifecycle
internal import Secrets

/// Looks at every row of an unlocked vault and goes on past what is wrong.
final class Examiner {
    private let connection: Connection
    private let keys: Keys
    private(set) var found: Examination

    init(_ connection: Connection, _ keys: Keys, newest: UInt64, found: Examination) {
        (self.connection, self.keys, self.found) = (connection, keys, found)
        self.found.newest = newest
    }

    /// Looks at all there is.
    func run() {
        let head = openHead()
        let transaction = Transaction(connection, keys, head ?? Head())
        if head != nil {
            note { () throws(LedgerError) in
                try transaction.verify(try Slots(in: connection, of: keys.vault).all())
            }
            note { () throws(LedgerError) in try transaction.examineStrays() }
            note { () throws(LedgerError) in try transaction.examineNames() }
            note { () throws(LedgerError) in try transaction.examineJournal() }
            note { () throws(LedgerError) in _ = try transaction.accounts() }
            note { () throws(LedgerError) in found.settings = try transaction.examineSettings() }
        }
        items(transaction, isProven: head != nil)
        if head != nil {
            note { () throws(LedgerError) in found.entries = try AuditLog.read(transaction).count }
        }
    }

    private func openHead() -> Head? {
        do throws(LedgerError) {
            guard let sealed = try connection.blob("SELECT head FROM vault WHERE one = 1"),
                let head = try? Head.open(sealed, with: keys)
            else { throw LedgerError(.altered, .head) }
            found.counter = head.counter
            if head.counter < found.newest { found.note(LedgerError(.older, .head)) }
            return head
        } catch {
            found.note(error)
            return nil
        }
    }

    private func items(_ transaction: Transaction, isProven: Bool) {
        var rest: Set<Cell> = []
        if isProven {
            note { () throws(LedgerError) in
                rest = Set(try transaction.allCells().keys.filter { $0.table == .item })
            }
        }
        do throws(LedgerError) {
            try connection.query("SELECT id, kind, metadata, data_key, string FROM item") {
                (row) throws(LedgerError) in
                guard let item = try? Item(row) else {
                    found.note(LedgerError(.altered, .item))
                    found.lost += 1
                    return
                }
                rest.remove(item.cell)
                look(at: item, transaction, isProven)
            }
        } catch { found.note(error) }
        guard !rest.isEmpty else { return }
        found.note(LedgerError(.altered, .item))
        found.lost += rest.count
    }

    private func look(at item: Item, _ transaction: Transaction, _ isProven: Bool) {
        var isTrue = isProven
        if isProven {
            do throws(LedgerError) {
                try transaction.verify(item.cell, item.content, in: .item)
            } catch {
                found.note(error)
                isTrue = false
            }
        }
        switch item.kind {
        case .setting: note { () throws(LedgerError) in _ = try transaction.setting(in: item) }
        case .account: look(atAccount: item, transaction, isProven: isTrue)
        case .record: look(atRecord: item, transaction, isProven: isTrue)
        }
    }

    private func look(atRecord item: Item, _ transaction: Transaction, isProven: Bool) {
        var isWhole = isProven
        guard let record = try? transaction.record(in: item) else {
            found.note(LedgerError(.altered, .record))
            found.lost += 1
            return
        }
        guard record.state != .gone else { return }
        if (try? item.openString(generation: record.generation, keys: keys)) == nil {
            found.note(LedgerError(.altered, .string))
            isWhole = false
        }
        if isWhole { found.whole.append(record) } else { found.damaged.append(record) }
    }

    private func look(atAccount item: Item, _ transaction: Transaction, isProven: Bool) {
        guard let account = try? transaction.account(in: item) else {
            found.note(LedgerError(.altered, .account))
            found.lost += 1
            return
        }
        // Its tokens are whole all the same: they are handed out without it.
        guard isProven, (try? item.openString(generation: 0, keys: keys)) != nil else {
            found.note(LedgerError(.altered, .account))
            return found.damagedAccounts.append(account)
        }
    }

    private func note(_ body: () throws(LedgerError) -> Void) {
        do throws(LedgerError) { try body() } catch { found.note(error) }
    }
}
