// Operations that are in each other's way.

extension Sync {
    /// Takes up operations. One that another was in the way of, while both were at it, goes on once that has come to its end.
    func resume(_ open: [OpenOperation]) throws(LedgerError) {
        var isHeldUp = false
        driver.resume(open) { operation, outcome in
            if outcome.isConflict { isHeldUp = true } else { finished(operation, outcome) }
        }
        guard isHeldUp else { return }
        let ids = Set(open.map(\.id))
        let again = try ledger.operations().filter {
            ids.contains($0.id)
                && Outcome.pending($0.operation.subject.setback?.reason ?? .stopped).isConflict
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
