internal import Lifecycle
package import Requests

extension Service {
    /// Finishes or undoes what was interrupted, and compares both sides.
    package func sync(_ request: SyncRequest) throws(Failure) -> SyncResult {
        try permit(ChangeScope(isCounted: false), by: "sync")
        let accounts = try accounts()
        try requireHome(of: accounts)
        // This machine's clock alone ends no overlap.
        let resting = try reading { () throws(LedgerError) in try vault.operations() }.filter {
            $0.operation.waiting.rest != nil
        }
        guard !resting.isEmpty else { return try compare(request) }
        let asked = Set(resting.map(\.operation.subject.account))
        let behind: Int64
        do throws(Failure) { behind = try lag(of: accounts.filter { asked.contains($0.id) }) } catch {
            guard case .provider = error else { throw error }
            return try compare(request, leavesResting: true)
        }
        return try corrected(by: behind).compare(request)
    }

    /// The same by the clock that this service has.
    func compare(_ request: SyncRequest, leavesResting: Bool = false) throws(Failure) -> SyncResult {
        try endOverlaps()
        let since = try reading { () throws(LedgerError) in try vault.restored() }
        // Before the listing is read, which then has nothing that is both there and unknown here.
        let deposits = try takeDeposits()
        var lines: [SyncResult.Line] = []
        var isProven = true
        let sync = syncing(isDueOnly: request.isDueOnly) { operation, outcome in
            guard let line = Service.line(operation, outcome) else { return isProven = false }
            if line.state == .pending, operation.isCheck { isProven = false }
            lines.append(line)
        }
        sync.leavesResting = leavesResting
        let findings = try reading { () throws(LedgerError) in try sync.run() }
        let isCompared = findings.allSatisfy(\.isCompared)
        if isCompared { vault.note(synced: now) }
        guard let since else { return SyncResult(lines, told(findings), deposits: deposits) }
        let isOver = isCompared && isProven && findings.allSatisfy(\.isReadable)
        if isOver { try reading { () throws(LedgerError) in try commit([.compared(noting: compared)]) } }
        return SyncResult(
            lines, told(findings), restored: .init(since: since, isOver: isOver), deposits: deposits)
    }

    /// That a vault that was restored hands out again.
    private var compared: AuditEntry {
        AuditEntry(
            .compared, time: now, label: "", caller: conditions.origin.caller,
            interface: conditions.origin.interface)
    }

    /// Says what a sync would do, and changes nothing.
    package func rehearse() throws(Failure) -> SyncResult {
        try requireHome(of: accounts())
        var lines: [SyncResult.Line] = []
        try reading { () throws(LedgerError) in
            for found in try vault.operations() {
                let isWatching = found.operation.waiting == .listing
                if !isWatching { guard try vault.isUnfinished(found.operation, at: now) else { continue } }
                lines.append(
                    SyncResult.Line(PendingView(found.operation), isWatching ? .watching : .open, nil))
            }
        }
        let sync = syncing(isDueOnly: false) { _, _ in }
        let findings = try reading { () throws(LedgerError) in try sync.rehearse() }
        let since = try reading { () throws(LedgerError) in try vault.restored() }
        return SyncResult(
            lines, told(findings), restored: since.map { .init(since: $0, isOver: false) },
            deposits: try rehearseDeposits())
    }

    private func syncing(
        isDueOnly: Bool, finished: @escaping (any StateMachine, Outcome) -> Void
    ) -> Sync {
        Sync(
            ledger: vault, provider: provider, clock: clock, settle: conditions.settle, dueOnly: isDueOnly,
            watcher: { [hear] in hear(.progress($0)) },
            waits: { [hear] in hear(.waiting(seconds: ($0 + 999) / 1000)) },
            resealed: { [hear] in hear(.resealing(percent: $0)) }, halts: halts, finished: finished)
    }

    /// The findings, once what they have of unreadable tokens is told.
    private func told(_ findings: [Sync.Finding]) -> [Sync.Finding] {
        for finding in findings {
            guard let found = try? finding.result.get(), !found.unreadable.isEmpty else { continue }
            hear(.unreadable(found.unreadable, account: finding.account.name))
        }
        return findings
    }

    private static func line(_ operation: any StateMachine, _ outcome: Outcome) -> SyncResult.Line? {
        let state: SyncResult.State
        switch outcome {
        case .done, .doneUntil: state = .done
        case .failed: state = .undone
        case .kept: state = .kept
        case .watching: state = .watching
        // What a timer leaves alone until its next try is due is pending all the same.
        case .pending, .resting: state = .pending
        case .elsewhere: state = .elsewhere
        // Whoever had it told of it.
        case .endedElsewhere: return nil
        }
        // A listing was stale: the token lives and is kept. That another process is at it is said by the state.
        let isNoFailure = [.kept(.stillAlive), .elsewhere].contains(outcome)
        let failure = isNoFailure ? nil : Failure(outcome, of: operation)
        return SyncResult.Line(PendingView(operation), state, failure)
    }
}

extension Sync.Finding {
    /// Whether the account was compared with its provider.
    fileprivate var isCompared: Bool { (try? result.get()) != nil }

    /// Whether everything that the provider lists was understood: else a token that is missing may be one of those.
    fileprivate var isReadable: Bool { (try? result.get())?.unreadable.allSatisfy { $0.id != nil } ?? false }
}

extension StateMachine {
    /// Whether it finds out whether a token that is not listed is dead.
    fileprivate var isCheck: Bool { (self as? Revocation)?.cause == .vanished }
}
