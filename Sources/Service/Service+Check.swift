internal import Lifecycle
package import Requests

extension Service {
    /// Looks for what needs a person.
    package func check(_ request: CheckRequest) throws(Failure) -> CheckResult {
        var tally = try CheckTally(request, now: now)
        let operations = try reading { () throws(LedgerError) in
            // With the policies of labels, which a look without an order has not.
            let records = try vault.listing()
            while let record = try records.next() { tally.add(record) }
            return try vault.unfinished(at: now)
        }
        for found in operations { tally.add(found.operation) }
        for account in try accounts() { tally.add(account) }
        return tally.result
    }
}
