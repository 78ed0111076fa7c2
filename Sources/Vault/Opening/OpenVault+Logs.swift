internal import Lifecycle
internal import Platform
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
        let readings = try handOuts.log.entries()
        try read { (transaction) throws(LedgerError) in
            var logs = try NewestEntries(transaction, readings)
            while let entry = try logs.next() {
                guard body(entry) else { return }
            }
        }
    }

    func readings(of record: Record) throws(LedgerError) -> Lifecycle.LabelReadings {
        try handOuts.log.readings(of: record)
    }

    func verifyAudit() throws(LedgerError) -> AuditReport {
        var report = AuditReport()
        var anchors: [ReadingAnchor] = []
        try read { (transaction) throws(LedgerError) in
            let log = ChangeLog(transaction.store, keys, transaction.head)
            _ = try log.verify { (_, content) throws(LedgerError) in
                report.changes += UInt64(try ChangeRow.entries(in: content).count)
                anchors += try ChangeRow.anchors(in: content)
            }
            try FormerLog.log(transaction.store, keys, transaction.head)?.verify { _ in report.changes += 1 }
        }
        try handOuts.log.verify(against: anchors, &report)
        return report
    }

    func archiveReadings(
        to file: borrowing Descriptor, before moment: Instant?
    ) throws(LedgerError) -> ArchiveReport {
        throw LedgerError(.failed, .archive)
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
        heads = [try changes.entry(), try former.entry(), try self.readings?.next()]
    }

    /// The next older entry.
    mutating func next() throws(LedgerError) -> AuditEntry? {
        let newest = heads.indices.filter { heads[$0] != nil }.max { left, right in
            guard let one = heads[left]?.time, let other = heads[right]?.time else { return false }
            // Of the same second: what was read comes after what was changed.
            return one < other
        }
        guard let newest, let entry = heads[newest] else { return nil }
        heads[newest] =
            switch newest {
            case 0: try changes.entry()
            case 1: try former.entry()
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
