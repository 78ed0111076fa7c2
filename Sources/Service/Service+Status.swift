internal import Lifecycle
package import Requests

extension Service {
    /// How many days before its expiry a token deserves a look.
    package static var nearDays: Int64 { 14 }

    /// Counts what is in the vault.
    package func counts() throws(Failure) -> VaultCounts {
        let near = now.advanced(by: Service.nearDays * 86_400)
        var (living, soon) = (0, 0)
        let operations = try reading { () throws(LedgerError) in
            try vault.eachRecord { (record) throws(LedgerError) in
                guard record.state != .gone else { return }
                living += 1
                if let moment = record.token.expiry.moment, moment < near { soon += 1 }
            }
            return try vault.operations()
        }
        let pending = operations.filter { $0.operation.waiting != .listing }.map { PendingView($0.operation) }
        return VaultCounts(
            tokens: living, expiring: soon, watching: operations.count - pending.count, pending: pending,
            accounts: try accounts())
    }
}
