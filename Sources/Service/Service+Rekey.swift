internal import Lifecycle
package import Requests

// New keys for the vault. Whoever asks has shown what opens it: no agent does this for a client.

extension Service {
    /// Gives the vault new keys and seals everything under them.
    ///
    /// A rekeying that stands in the journal is finished first. That is all, unless strings are to be sealed anew that it leaves alone.
    package func rekey(isDeep: Bool) throws(Failure) -> Rekeyed {
        if let earlier = try finishRekeying(), earlier.isDeep || !isDeep {
            return try rekeyed(earlier, isResumed: true)
        }
        let rekeying = Rekeying(began: now, by: conditions.origin, isDeep: isDeep)
        let ended = try driver(for: []).run(rekeying)
        if let failure = Failure(ended.outcome, of: ended.operation) { throw failure }
        return try rekeyed(rekeying, isResumed: false)
    }

    /// Finishes a rekeying that stands in the journal; `nil` where none does. Throws `elsewhere` where another process is at it.
    func finishRekeying() throws(Failure) -> Rekeying? {
        let open = try reading { () throws(LedgerError) in try vault.operations() }.filter {
            $0.operation is Rekeying
        }
        guard !open.isEmpty else { return nil }
        var (finished, failure): (Rekeying?, Failure?) = (nil, nil)
        try driver(for: []).resume(open) { operation, outcome in
            finished = operation as? Rekeying
            failure = failure ?? Failure(outcome, of: operation)
        }
        if let failure { throw failure }
        return finished
    }

    private func rekeyed(_ rekeying: Rekeying, isResumed: Bool) throws(Failure) -> Rekeyed {
        Rekeyed(
            keys: try reading { () throws(LedgerError) in try vault.keyStanding() },
            isDeep: rekeying.isDeep, began: rekeying.subject.began, isResumed: isResumed)
    }
}
