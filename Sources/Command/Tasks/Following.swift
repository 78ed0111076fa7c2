internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Service

/// Shows what comes in the log, line by line, until it is interrupted or nobody reads any more.
struct Following {
    let context: Context

    /// How often it is looked, in milliseconds.
    private static let pause: Int32 = 1000

    func run(_ request: AuditRequest) throws(Problem) {
        let filter = try served { () throws(Failure) in try AuditFilter(request, now: context.now) }
        let ledger = try context.ledger()
        let follower = try vault { () throws(LedgerError) in try ledger.followAudit() }
        var shown: [AuditEntry: Int] = [:]
        if request.limit != nil || request.since != nil {
            let page = try context.ask(request)
            for entry in page.entries {
                shown[entry, default: 0] += 1
                try show(entry)
            }
        }
        while true {
            let news = try vault { () throws(LedgerError) in try follower.news() }
            // What came between the two first looks is in both.
            for entry in news where filter.lets(entry) && !Following.takes(entry, from: &shown) {
                try show(entry)
            }
            shown = [:]
            ledger.rest()
            try wait()
        }
    }

    /// Waits a moment; throws where nobody reads what is written.
    private func wait() throws(Problem) {
        let found = ready(STDOUT_FILENO, for: 0, milliseconds: Following.pause)
        guard found & Int32(POLLERR | POLLHUP) == 0 else {
            throw Problem(.unexpected, .outputClosed, "Nobody reads the output any more.")
                .saidAlready(exit: .unexpected)
        }
    }

    private func show(_ entry: AuditEntry) throws(Problem) {
        guard !context.options.json else { return try context.console.print(entry.json) }
        try context.console.print(AuditRow.line(entry) + "\n")
    }
}

extension Following {
    /// Whether an entry was shown; it is counted off.
    fileprivate static func takes(_ entry: AuditEntry, from shown: inout [AuditEntry: Int]) -> Bool {
        guard let count = shown[entry], count > 0 else { return false }
        shown[entry] = count - 1
        return true
    }
}
