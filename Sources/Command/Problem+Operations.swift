internal import Lifecycle

extension Problem {
    /// Says in words why an operation failed or is pending; `account` is the one that asked, where it is known.
    init(_ reason: Reason, of account: Account? = nil) {
        self =
            switch reason {
            case .provider(let failure): Problem(failure, of: account)
            case .ledger(let error): Problem(error)
            case .unknownOutcome: .unknownOutcome
            case .unreadableListing: .unreadableListing
            case .grantedOtherwise: .grantedOtherwise
            case .unproven: .unproven
            case .unusableString: .unusableString
            case .strayDeleted: .strayDeleted
            case .stillAlive: .stillAlive
            case .stillListed: .stillListed
            case .vanished: .vanished
            case .mismatch: .mismatch
            case .stopped: .stopped
            case .superseded: .superseded
            case .abandoned: .abandoned
            case .impossible(let event): .impossible(String(describing: event))
            case .notScrubbed: .notScrubbed
            case .halted: .halted
            }
    }

    /// A problem of an operation that is in the journal, where `sync` finishes it, or undoes what cannot be finished.
    static func pending(_ reason: Reason, isUndone: Bool = false, of account: Account? = nil) -> Problem {
        var problem = Problem(reason, of: account)
        problem.exit = .pending
        switch reason {
        // What these say is safe is so for whatever is pending.
        case .stillAlive, .notScrubbed, .unreadableListing, .halted: break
        case .provider, .ledger, .unknownOutcome, .grantedOtherwise, .unusableString, .strayDeleted,
            .unproven, .vanished, .stillListed, .mismatch, .stopped, .superseded, .abandoned, .impossible:
            problem.safe = "It is in the journal; nothing is lost."
        }
        let what = isUndone ? "Undo it with: lockstep sync" : "Finish it with: lockstep sync"
        problem.hint = what + (problem.hint.isEmpty ? "" : " (\(problem.hint))")
        return problem
    }
}
