internal import Lifecycle

// What is said of operations that are not finished, as the journal has them.

extension Context {
    /// Why an operation on a record is pending, and what `sync` makes of it.
    func pending(_ reason: Reason, _ record: RecordID, _ ledger: any Ledger) -> Problem {
        let open = (try? ledger.operations()) ?? []
        let mine = open.first { $0.operation.subject.record == record }
        return .pending(
            reason, isUndone: mine?.operation.isUndoneBySync ?? false,
            of: mine.flatMap { account($0.operation.subject.account, in: ledger) })
    }

    /// That a label is taken: by a token, or by an operation that has no token to show yet.
    func inUse(_ label: Label, _ ledger: any Ledger) -> Problem {
        let name = Printable.quoted(label.text)
        guard (try? ledger.record(named: label)) == nil else {
            return Problem(
                .conflict, "label-in-use", "The label \(name) is in use.", safe: "Nothing was changed.",
                hint: "Choose another one, or see: lockstep show \(Printable.argument(label.text))")
        }
        return Problem(
            .conflict, "label-in-use", "The label \(name) is taken by an operation that is not finished.",
            safe: "Nothing was changed.",
            hint: "Finish or undo that operation with: lockstep sync (lockstep list names it)")
    }
}
