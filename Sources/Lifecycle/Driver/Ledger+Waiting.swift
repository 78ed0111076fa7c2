// What an operation waits for, where the vault has to be asked whether its holder lives.

extension Ledger {
    /// Whether an operation is unfinished: it was stopped, is held up, or its moment has come.
    package func isUnfinished(_ operation: any StateMachine, at now: Instant) throws(LedgerError) -> Bool {
        guard case .holder(let holder, let until) = operation.waiting else {
            return operation.waiting.isUnfinished(at: now)
        }
        return try isOver(holder, until, at: now)
    }

    /// Whether a timer should go on with an operation now.
    package func isDue(_ operation: any StateMachine, at now: Instant) throws(LedgerError) -> Bool {
        guard case .holder(let holder, let until) = operation.waiting else {
            return operation.waiting.isOver(at: now)
        }
        return try isOver(holder, until, at: now)
    }

    /// All operations in the journal that are unfinished, oldest first.
    package func unfinished(at now: Instant) throws(LedgerError) -> [OpenOperation] {
        var found: [OpenOperation] = []
        for open in try operations() where try isUnfinished(open.operation, at: now) { found.append(open) }
        return found
    }

    private func isOver(
        _ holder: LeaseHolder, _ until: Instant, at now: Instant
    ) throws(LedgerError) -> Bool {
        switch try standing(of: holder) {
        case .living: false
        case .gone: true
        case .unknown: now >= until
        }
    }
}
