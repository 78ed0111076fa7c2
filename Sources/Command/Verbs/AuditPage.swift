internal import Lifecycle
internal import Requests

/// A part of the log: the newest entries that fit, oldest first.
struct AuditPage {
    private(set) var entries: [AuditEntry] = []
    /// Whether there may be older ones that fit: nobody looked.
    private(set) var isCut = false

    /// Reads as much of the log as that takes.
    init(_ ledger: any UpkeepLedger, _ filter: AuditFilter) throws(LedgerError) {
        var (found, isCut): ([AuditEntry], Bool) = ([], false)
        try ledger.audit { entry in
            if filter.isPast(entry) { return false }
            if found.count == filter.limit {
                isCut = filter.isRecent(entry)
                return !isCut
            }
            if filter.lets(entry) { found.append(entry) }
            return true
        }
        (entries, self.isCut) = (found.reversed(), isCut)
    }

    /// Takes entries that come in no order.
    init(_ filter: AuditFilter, _ read: ((AuditEntry) -> Void) throws(LedgerError) -> Void)
        throws(LedgerError)
    {
        var (found, isCut): ([AuditEntry], Bool) = ([], false)
        // Of millions no more are kept than are shown, and as many again.
        let most = filter.limit.map { 2 * $0 + 1000 } ?? Int.max
        func cut() {
            found.sort { $0.time < $1.time }
            guard let limit = filter.limit, found.count > limit else { return }
            found.removeFirst(found.count - limit)
            isCut = true
        }
        try read { entry in
            guard filter.lets(entry) else { return }
            found.append(entry)
            if found.count >= most { cut() }
        }
        cut()
        (entries, self.isCut) = (found, isCut)
    }
}

extension Context {
    /// Shows a part of the log; with what was verified, where it was.
    func tell(_ page: AuditPage, _ report: AuditReport?) throws(Problem) {
        guard !options.json else {
            let counts: [(String, JSON)] = report.map { [("counts", AuditWords.counts($0))] } ?? []
            return try console.print(
                .object(
                    [
                        ("version", 1), ("verified", .bool(report != nil)), ("more", .bool(page.isCut)),
                    ] + counts + [("entries", .array(page.entries.map(AuditRow.json)))]))
        }
        var table = Table("TIME", "EVENT", "LABEL", "ID", "DETAIL", "CALLER")
        for entry in page.entries { AuditRow.add(entry, to: &table) }
        try console.print(table)
        if page.isCut {
            console.note(
                "These are the newest \(page.entries.count) that fit. More of them: --limit N; all: --limit 0"
            )
        }
    }
}
