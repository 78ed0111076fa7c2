internal import Lifecycle

// What is said of operations that did not come to their end.

extension Ended {
    /// What is in the way; `nil` where all is done, by whichever process.
    func problem(at account: Account?) -> Problem? { outcome.problem(of: operation, at: account) }
}

extension Outcome {
    /// What is in the way of an operation; `nil` where all is done, by whichever process.
    func problem(of operation: any StateMachine, at account: Account? = nil) -> Problem? {
        switch self {
        case .done, .endedElsewhere: nil
        case .failed(let reason), .kept(let reason), .watching(let reason): Problem(reason, of: account)
        case .pending(let reason), .resting(let reason, _):
            .pending(reason, isUndone: operation.isUndoneBySync, of: account)
        case .elsewhere:
            Problem(
                .pending, .elsewhere, "Another process is working on it.",
                safe: "It stands in the journal; nothing is lost.", hint: "See: lockstep status")
        }
    }
}

extension Problem {
    /// That a label is taken: by a token, or by an operation that has no token to show yet.
    static func inUse(_ label: Label, _ error: LedgerError) -> Problem {
        let name = Printable.quoted(label.text)
        guard error.part == .reservation else {
            return Problem(
                .conflict, .labelInUse, "The label \(name) is in use.", safe: "Nothing was changed.",
                hint: "Choose another one, or see: lockstep show \(Printable.argument(label.text))")
        }
        return Problem(
            .conflict, .labelInUse, "The label \(name) is taken by an operation that is not finished.",
            safe: "Nothing was changed.",
            hint: "Finish or undo that operation with: lockstep sync (lockstep list names it)")
    }
}
