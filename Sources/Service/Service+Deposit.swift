package import Lifecycle
package import Requests

extension Service {
    /// Creates a token whose string goes to a vault that is not open here, into the file of `ledger`. Returns the record as it is there.
    package static func deposit(
        _ request: CreateRequest, to account: RecordID, in ledger: any DepositWriting,
        _ provider: any ProviderRouter, _ clock: any WallClock, _ conditions: Conditions,
        hear: @escaping (News) -> Void
    ) throws(Failure) -> Record {
        let scopes = try ScopeGrammar.scopes(of: request)
        let expiry = try TimeGrammar.expiry(request.living, now: clock.now)
        let subject = Subject(
            record: RecordID(), account: account, label: request.label, began: clock.now,
            settle: conditions.settle, origin: conditions.origin)
        let driver = Driver(ledger: ledger, provider: AnnouncingProvider(provider, hear), clock: clock)
        driver.waits = { hear(.waiting(seconds: ($0 + 999) / 1000)) }
        let known = (try? ledger.accounts())?.first
        if let named = conditions.address, let known, known.home != named {
            throw .otherAddress(named, known)
        }
        let ended = driver.run(Creation(subject, scopes: scopes, expiry: expiry, nonce: ledger.nonce))
        if let failure = Failure(ended.outcome, of: ended.operation, at: known) { throw failure }
        guard let record = try? ledger.record(subject.record) else { throw .vault(LedgerError(.absent)) }
        return record
    }
}
