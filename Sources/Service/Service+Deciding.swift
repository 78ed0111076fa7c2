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
            let policy = try policy(request.words, of: record, at: steps.count + unchanged + 1)
            guard policy != record.policy ?? Policy() else {
                unchanged += 1
                continue
            }
            steps.append(
                ApplyStep(.set, record.label, before: surroundings.view(of: record), policy: policy))
        }
        return ApplyPlan(steps, unchanged: unchanged, account: nil, interrupted: [])
    }

    /// Throws which token the words do not fit: one has a lifetime, and another has not.
    private func policy(_ words: PolicyWords, of record: Record, at place: Int) throws(Failure) -> Policy {
        do throws(Failure) {
            return try PolicyGrammar.policy(words, on: record.policy, now: now)
        } catch {
            guard case .unusable(let why) = error else { throw error }
            throw .unusable(.token(place, record.label, why))
        }
    }
}
