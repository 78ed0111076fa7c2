// Operations that are in each other's way.

extension Sync {
    /// Takes up operations. One that another was in the way of, while both were at it, goes on once that has come to its end.
    func resume(_ open: [OpenOperation]) throws(LedgerError) {
        var heldUp: Set<RecordID> = []
        driver.resume(open) { operation, outcome in
            if outcome.isConflict {
                heldUp.insert(operation.subject.record)
            } else {
                finished(operation, outcome)
            }
        }
        guard !heldUp.isEmpty else { return }
        let ids = Set(open.map(\.id))
        let again = try ledger.unfinished(at: clock.now).filter {
            ids.contains($0.id) && heldUp.contains($0.operation.subject.record)
        }
        driver.resume(again, finished: finished)
    }
}

extension Outcome {
    /// Whether the vault has changed under it.
    fileprivate var isConflict: Bool {
        if case .pending(.ledger(let error)) = self { error.code == .conflict } else { false }
    }
}
