package import Lifecycle
package import Requests

extension Service {
    /// Counts what is in the vault; what expires within so many days is counted as such, and, where somebody says when they looked last, what
    /// has changed since.
    package func counts(
        expiringWithin days: Int64 = TokenFlag.usualDays, since place: ChangePlace? = nil
    ) throws(Failure) -> VaultCounts {
        var (living, soon) = (0, 0)
        let (operations, pending) = try reading { () throws(LedgerError) in
            try vault.eachRecord { (record) throws(LedgerError) in
                guard record.state != .gone else { return }
                living += 1
                if !record.isLeased, TokenFlag.isNear(record.token.expiry, now: now, within: days) {
                    soon += 1
                }
            }
            return (try vault.operations(), try vault.unfinished(at: now).map { PendingView($0.operation) })
        }
        let recent = try place.map { place throws(Failure) in
            try reading { () throws(LedgerError) in try vault.changes(since: place) }
        }
        let watching = operations.count { $0.operation.waiting == .listing }
        var counts = VaultCounts(
            tokens: living, expiring: soon, watching: watching, pending: pending,
            accounts: try accounts(), changes: try changeSettings(),
            recent: recent, restored: try reading { () throws(LedgerError) in try vault.restored() })
        counts.deposits = vault.countDeposits(since: nil)
        return counts
    }
}
