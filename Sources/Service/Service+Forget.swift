internal import Lifecycle
package import Requests

extension Service {
    /// Says exactly which records would be dropped; changes nothing.
    package func plan(forgetting tokens: TokenSelection) throws(Failure) -> RevokePlan {
        try RevokePlan(views(of: choose(tokens)))
    }

    /// Drops just the records that were planned, without asking the provider: their tokens may live on. Throws what keeps one from being
    /// dropped; those before it are.
    package func forget(_ plan: RevokePlan) throws(Failure) {
        let records = try current(plan)
        try permit(changing: records, by: "forget")
        try keepPolicies(plan.keepsPolicies, of: records)
        let driver = Driver(ledger: vault, provider: provider, clock: clock)
        for (view, record) in zip(plan.tokens, records) {
            let forgetting = Forgetting(
                subject(record.id, record.account, record.label), token: record.token.id,
                generation: record.generation)
            let ended = driver.forget(forgetting)
            if let failure = Failure(ended.outcome, of: ended.operation) { throw failure }
            hear(.forgot(view))
        }
    }
}
