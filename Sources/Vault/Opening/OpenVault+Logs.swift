internal import Lifecycle
internal import Secrets

// The logs, as one: the vault's changes, this machine's readings, and what a vault of format 1 had.

extension OpenVault {
    func audit() throws(LedgerError) -> [AuditEntry] {
        _ = try verifyAudit()
        var found: [AuditEntry] = []
        try audit { (entry) in
            found.append(entry)
            return true
        }
        return found.reversed()
    }

    func audit(_ body: (AuditEntry) -> Bool) throws(LedgerError) {
        try audit(with: handOuts.log.entries(), body)
    }

    func auditChanges(_ body: (AuditEntry) -> Bool) throws(LedgerError) { try audit(with: nil, body) }

    private func audit(
        with readings: ReadingCursor?, _ body: (AuditEntry) -> Bool
    ) throws(LedgerError) {
        try read { (transaction) throws(LedgerError) in
            var logs = try NewestEntries(transaction, readings)
            while let entry = try logs.next() {
                guard body(entry) else { return }
            }
        }
    }

    func changes(since place: ChangePlace) throws(LedgerError) -> RecentChanges {
        try read { (transaction) throws(LedgerError) in
            let head = transaction.head
            let here = ChangePlace(vault: keys.vault, counter: head.counter)
            guard place.vault == here.vault, place.counter <= here.counter,
                place.counter + 1 >= head.first
            else { return RecentChanges(here, isKnown: false) }
            let log = ChangeLog(transaction.store, keys, head)
            let isCut = here.counter - place.counter > OpenVault.mostRecent
            var recent = RecentChanges(here, isKnown: true, isCut: isCut)
            var counter = isCut ? here.counter - OpenVault.mostRecent : place.counter
            while counter < here.counter {
                counter += 1
                guard let row = try log.row(at: counter) else { continue }
                // What a later version has told is passed over.
                do throws(LedgerError) {
                    try ChangeRow.entries(in: keys.openChange(row, counter)).forEach { recent.add($0) }
                } catch { if error.code != .newer { throw error } }
            }
            return recent
        }
    }

    /// The most changes that are looked through for what is recent.
    private static var mostRecent: UInt64 { 10_000 }

    func followAudit() throws(LedgerError) -> any AuditFollower { try OpenFollower(self) }

    func verifyAudit() throws(LedgerError) -> AuditReport {
        let (anchors, changes) = try verifyChanges()
        var report = try handOuts.log.examine(against: anchors)
        if let first = report.damages.first { throw first }
        report.changes = changes
        return report
    }

    /// Proves the vault's own log: what it has noted of the reading logs, and how many entries it has.
    func verifyChanges() throws(LedgerError) -> (anchors: [ReadingAnchor], entries: UInt64) {
        var (anchors, entries): ([ReadingAnchor], UInt64) = ([], 0)
        try read { (transaction) throws(LedgerError) in
            let log = ChangeLog(transaction.store, keys, transaction.head)
            _ = try log.verify { (_, content) throws(LedgerError) in
                entries += UInt64(try ChangeRow.entries(in: content).count)
                anchors += try ChangeRow.anchors(in: content)
            }
            try FormerLog.log(transaction.store, keys, transaction.head)?.verify { _ in entries += 1 }
        }
        return (anchors, entries)
    }
}

/// The entries of all logs, newest first: merged by their time.
struct NewestEntries {
    private let changes: NewestChanges
    private let former: NewestFormer
    private var readings: ReadingCursor?
    private var heads: [AuditEntry?] = [nil, nil, nil]

    init(_ transaction: borrowing Transaction, _ readings: ReadingCursor?) throws(LedgerError) {
        let log = ChangeLog(transaction.store, transaction.keyring, transaction.head)
        changes = try log.newestFirst()
        former = try NewestFormer(transaction)
        self.readings = readings
        heads = [try former.entry(), try changes.entry(), try self.readings?.next()]
    }

    /// The next older entry.
    mutating func next() throws(LedgerError) -> AuditEntry? {
        var found: (place: Int, entry: AuditEntry)?
        for (place, head) in heads.enumerated() {
            // Of the same second: what was read comes after what was changed.
            guard let head, found.map({ head.time >= $0.entry.time }) ?? true else { continue }
            found = (place, head)
        }
        guard let (newest, entry) = found else { return nil }
        heads[newest] =
            switch newest {
            case 0: try former.entry()
            case 1: try changes.entry()
            default: try readings?.next()
            }
        return entry
    }
}

/// The audit log of format 1 from its end backwards.
final class NewestFormer {
    private let log: Format1.AuditLog?
    private var end: UInt64?
    private var ready: [AuditEntry] = []

    init(_ transaction: borrowing Transaction) throws(LedgerError) {
        log = try FormerLog.log(transaction.store, transaction.keyring, transaction.head)
        end = log?.rows
    }

    /// The next older entry.
    func entry() throws(LedgerError) -> AuditEntry? {
        while ready.isEmpty {
            guard let log, let before = end, before > 0 else { return nil }
            var rows = 0
            var batch: [AuditEntry] = []
            try log.newestFirst(before: before) { (number, entries) throws(LedgerError) in
                batch += entries.reversed()
                end = number
                rows += 1
                return rows < 64
            }
            ready = batch.reversed()
        }
        return ready.popLast()
    }
}
