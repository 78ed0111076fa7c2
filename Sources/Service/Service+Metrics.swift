internal import Lifecycle
package import Requests

extension Service {
    /// Counts what a monitoring system keeps.
    package func metrics() throws(Failure) -> VaultMetrics {
        let now = now
        var metrics = VaultMetrics()
        let unfinished = try reading { () throws(LedgerError) in
            let records = try vault.listing()
            while let record = try records.next() { metrics.add(record, at: now) }
            metrics.handOuts = try vault.handOutCount()
            metrics.changes = try vault.changes(since: .nowhere).place.counter
            metrics.watching = try vault.operations().count { $0.operation.waiting == .listing }
            return try vault.unfinished(at: now)
        }
        for found in unfinished { metrics.add(found.operation, at: now) }
        (metrics.accounts, metrics.lastSync) = (try accounts(), vault.lastSync())
        return metrics
    }
}

extension VaultMetrics {
    /// Counts a record.
    fileprivate mutating func add(_ record: Record, at now: Instant) {
        count(in: record.state)
        // Nobody has to see to a token for one run.
        guard record.state == .active, !record.isLeased else { return }
        let (due, expiry) = (record.policy?.due(record), record.token.expiry)
        if let due, due <= now {
            self.due += 1
            if CheckTally.overdue(due, until: expiry) <= now { overdue += 1 }
        }
        guard let moment = expiry.moment else {
            eternal += 1
            return
        }
        guard moment > now else {
            expired += 1
            return
        }
        if due == nil {
            earliest = min(earliest ?? moment, moment)
        } else {
            earliestRenewed = min(earliestRenewed ?? moment, moment)
        }
    }

    /// Counts an unfinished operation in the journal.
    fileprivate mutating func add(_ operation: any StateMachine, at now: Instant) {
        pending += 1
        if operation.isHeldUp(at: now) { heldUp += 1 }
        if operation.isRevoking { revocations += 1 }
    }
}
