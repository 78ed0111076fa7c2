internal import Lifecycle
package import Requests

// The same is decided for several tokens.

extension Service {
    /// Says exactly what would be decided for which tokens; changes nothing.
    package func plan(deciding request: DecideRequest) throws(Failure) -> ApplyPlan {
        let isNamed = !request.tokens.labels.isEmpty
        let surroundings = try surroundings(pending: false)
        var (steps, unchanged): ([ApplyStep], Int) = ([], 0)
        for record in try choose(request.tokens, all: false) {
            // A policy is the label's: older generations have none, and a token for one run needs none.
            guard isNamed || record.state == .active && !record.isLeased else { continue }
            let policy = try PolicyGrammar.policy(request.words, on: record.policy, now: now)
            guard policy != record.policy ?? Policy() else {
                unchanged += 1
                continue
            }
            steps.append(
                ApplyStep(.set, record.label, before: surroundings.view(of: record), policy: policy))
        }
        return ApplyPlan(steps, unchanged: unchanged, account: nil, interrupted: [])
    }
}
