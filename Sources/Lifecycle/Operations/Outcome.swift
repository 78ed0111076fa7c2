/// How an operation ended, so that nobody has to look at the vault to find out.
package enum Outcome: Hashable, Sendable {
    /// All is done; the journal entry is closed.
    case done
    /// What was wanted is done; what follows at a moment stands in the journal.
    case doneUntil(Instant)
    /// Nothing came of it and nothing is left of it; the journal entry is closed.
    case failed(Reason)
    /// The token is kept as it is, and works; what was wanted of it did not happen. The journal entry is closed.
    case kept(Reason)
    /// Nothing came of it, but its nonce stays on watch for a request that may still arrive.
    case watching(Reason)
    /// It stands in the journal, and `sync` will finish or undo it.
    case pending(Reason)
    /// It stands in the journal and was held up before: a timer leaves it alone until then.
    case resting(Reason, until: Instant)
    /// It is still running in another process.
    case elsewhere
    /// Another process has brought it to its end.
    case endedElsewhere

    /// Whether what was wanted is done.
    package var isDone: Bool {
        switch self {
        case .done, .doneUntil: true
        case .failed, .kept, .watching, .pending, .resting, .elsewhere, .endedElsewhere: false
        }
    }

    /// Whether the journal has no entry of it any more.
    var isClosed: Bool {
        switch self {
        case .done, .failed, .kept: true
        case .doneUntil, .watching, .pending, .resting, .elsewhere, .endedElsewhere: false
        }
    }
}
