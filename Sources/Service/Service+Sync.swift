internal import Lifecycle
package import Requests

extension Service {
    /// Finishes or undoes what was interrupted, and compares both sides; a rehearsal changes nothing.
    package func sync(_ request: SyncRequest) throws(Failure) -> SyncResult {
        try requireHome(of: accounts())
        var lines: [SyncResult.Line] = []
        let sync = Sync(
            ledger: vault, provider: provider, clock: clock, settle: conditions.settle,
            dueOnly: request.isDueOnly, watcher: { [hear] in hear(.progress($0)) }
        ) { operation, outcome in
            if let line = Service.line(operation, outcome) { lines.append(line) }
        }
        let findings: [Sync.Finding]
        if request.isRehearsal {
            lines = try reading { () throws(LedgerError) in try vault.operations() }.map {
                SyncResult.Line(
                    PendingView($0.operation), $0.operation.waiting == .listing ? .watching : .open, nil)
            }
            findings = try reading { () throws(LedgerError) in try sync.rehearse() }
        } else {
            findings = try reading { () throws(LedgerError) in try sync.run() }
        }
        for finding in findings {
            guard let found = try? finding.result.get(), !found.unreadable.isEmpty else { continue }
            hear(.unreadable(found.unreadable, account: finding.account.name))
        }
        return SyncResult(lines, findings)
    }

    private static func line(_ operation: any StateMachine, _ outcome: Outcome) -> SyncResult.Line? {
        let state: SyncResult.State
        switch outcome {
        case .done: state = .done
        case .failed: state = .undone
        case .kept: state = .kept
        case .watching: state = .watching
        // What a timer leaves alone until its next try is due is pending all the same.
        case .pending, .resting: state = .pending
        // Whoever has it tells of it.
        case .elsewhere, .endedElsewhere: return nil
        }
        // A listing was stale: the token lives and is kept.
        let failure = outcome == .kept(.stillAlive) ? nil : Failure(outcome, of: operation)
        return SyncResult.Line(PendingView(operation), state, failure)
    }
}
