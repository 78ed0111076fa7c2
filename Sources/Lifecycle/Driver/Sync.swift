internal import Secrets

/// Finishes or undoes what is in the journal, then compares each account's listing with the vault and mends the
/// difference. Safe to run twice, in parallel and from a timer: every operation is claimed, every removal proven.
package final class Sync {
    /// What was found and done for one account.
    package struct Finding: Hashable, Sendable {
        /// The account.
        package let account: Account
        /// The comparison, or why there is none.
        package let result: Result<Reconciliation, Reason>

        /// Joins them.
        package init(account: Account, result: Result<Reconciliation, Reason>) {
            (self.account, self.result) = (account, result)
        }
    }

    let ledger: any Ledger
    private let provider: any ProviderRouter
    let clock: any WallClock
    let driver: Driver
    private let dueOnly: Bool
    /// Whether no overlap ends, as where nobody says what time it is.
    package var leavesResting = false
    let settle: UInt16
    let finished: (any StateMachine, Outcome) -> Void

    /// Takes both sides; `settle` is how many seconds deletions are given to catch up, `finished` hears of the end of
    /// each operation, `watcher` how far they are. With `dueOnly`, as for a timer, what was held up rests until its
    /// next try is due.
    package init(
        ledger: any Ledger, provider: any ProviderRouter, clock: any WallClock, settle: UInt16,
        dueOnly: Bool = false, watcher: ((Progress) -> Void)? = nil, waits: ((Int64) -> Void)? = nil,
        resealed: ((Int) -> Void)? = nil, halts: @escaping () -> Bool = { false },
        finished: @escaping (any StateMachine, Outcome) -> Void
    ) {
        (self.ledger, self.provider, self.clock, self.settle) = (ledger, provider, clock, settle)
        self.finished = finished
        self.dueOnly = dueOnly
        driver = Driver(ledger: ledger, provider: provider, clock: clock)
        (driver.watcher, driver.waits, driver.resealed) = (watcher, waits, resealed)
        driver.halts = halts
    }

    /// Does it all; returns what each account looks like afterwards.
    package func run() throws(LedgerError) -> [Finding] {
        let now = clock.now
        var open = try ledger.unfinished(at: now)
        let lapsed = try lapsed(among: open)
        open.removeAll {
            lapsed.contains($0.id) || leavesResting && $0.operation.waiting.rest != nil
        }
        var resting: [OpenOperation] = []
        for found in open where dueOnly {
            guard try !ledger.isDue(found.operation, at: now) else { continue }
            resting.append(found)
        }
        for found in resting { if let end = found.operation.rest { finished(found.operation, end) } }
        let left = Set(resting.map(\.id))
        let superseded = try superseded(among: open)
        driver.tell(open.filter { superseded.contains($0.id) }, .abandoned) { _, _ in }
        open.removeAll { left.contains($0.id) || superseded.contains($0.id) }
        // New keys take long: no request may be in flight meanwhile.
        try resume(open.filter { !($0.operation is Rekeying) })
        driver.resume(open.filter { $0.operation is Rekeying }, finished: finished)
        driver.run(try strays(), finished: finished)
        return try forEachAccount { (account, listing) throws(LedgerError) in
            let watching = try ledger.operations().filter {
                $0.operation.waiting == .listing && $0.operation.subject.account == account.id
            }
            driver.tell(watching, .listing(listing)) { operation, outcome in
                // That a watched creation still has nothing at the provider is no news.
                let isNoNews: [Outcome] = [
                    .watching(.unknownOutcome), .failed(.unknownOutcome), .watching(.unreadableListing),
                ]
                if !isNoNews.contains(outcome) { finished(operation, outcome) }
            }
            let found = try ledger.compare(listing, of: account)
            driver.run(removals(of: found, account) + checks(of: found), finished: finished)
            return found
        }
    }

    /// Says what `run` would find, and changes nothing on either side.
    package func rehearse() throws(LedgerError) -> [Finding] {
        try forEachAccount { (account, listing) throws(LedgerError) in
            try ledger.compare(listing, of: account)
        }
    }

    private func forEachAccount(
        _ body: (Account, TokenListing) throws(LedgerError) -> Reconciliation
    ) throws(LedgerError) -> [Finding] {
        var findings: [Finding] = []
        for account in try ledger.accounts() {
            switch try listing(of: account) {
            case .success(let tokens):
                findings.append(Finding(account: account, result: .success(try body(account, tokens))))
            case .failure(let failure):
                findings.append(Finding(account: account, result: .failure(.provider(failure))))
            }
        }
        return findings
    }

    private func listing(of account: Account) throws(LedgerError) -> Result<TokenListing, ProviderFailure> {
        let answer = try ledger.ask(.list, of: provider, as: account.id).outcome
        do throws(ProviderFailure) {
            guard case .tokens(let tokens) = try answer.get() else { throw .unexpected }
            return .success(tokens)
        } catch { return .failure(error) }
    }

    /// Tokens that an attempt of this vault left behind are deleted.
    private func removals(of found: Reconciliation, _ account: Account) -> [any StateMachine] {
        found.orphaned.compactMap { token in
            guard let nonce = ProvisionalLabel(token.label)?.nonce, let label = try? Label("left behind")
            else {
                return nil
            }
            let subject = Subject(
                record: RecordID(), account: account.id, label: label, began: clock.now, settle: settle)
            return Creation(subject, removing: [token.id], nonce: nonce)
        }
    }

    /// Records without a token at the provider are purged, once the token itself was refused.
    private func checks(of found: Reconciliation) -> [any StateMachine] {
        found.gone.map { check($0) }
    }

    /// A record is purged if its token is dead, and else kept.
    func check(_ record: Record) -> any StateMachine {
        let subject = Subject(
            record: record.id, account: record.account, label: record.label, began: clock.now, settle: settle)
        return Revocation(subject, token: record.token.id, cause: .vanished)
    }

    /// Runs such checks.
    func prove(_ checks: [any StateMachine]) {
        // That a token lives, and is kept, is no news.
        driver.run(checks) { operation, outcome in
            if outcome != .kept(.stillAlive) { finished(operation, outcome) }
        }
    }
}

extension StateMachine {
    /// That it is left alone until its next try is due.
    fileprivate var rest: Outcome? {
        subject.setback.map { .resting($0.reason, until: $0.due) }
    }
}
