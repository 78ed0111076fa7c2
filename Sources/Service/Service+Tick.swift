internal import Lifecycle
package import Requests

extension Service {
    /// The most tokens that are renewed at one time: so many requests are far from any limit of the provider.
    private static var mostAtOnce: Int { 100 }

    /// Does what is due: finishes what was interrupted, revokes old tokens whose overlap is over, purges what has expired, renews tokens
    /// by their labels' policies. The provider is asked what time it is before anything is decided by it.
    /// Takes a backup last, where one is due, whatever became of the rest.
    package func tick(_ request: TickRequest) throws(Failure) -> TickResult {
        let result: TickResult
        do throws(Failure) { result = try ticked(request) } catch {
            try? backUpIfDue()
            throw error
        }
        try backUpIfDue()
        return result
    }

    private func backUpIfDue() throws(Failure) {
        try reading { () throws(LedgerError) in
            guard let path = try vault.setting(.backup) else { return }
            _ = try vault.backUp(into: String(decoding: path, as: UTF8.self), at: now)
        }
    }

    private func ticked(_ request: TickRequest) throws(Failure) -> TickResult {
        try permit(ChangeScope(isCounted: false), by: "tick")
        // It needs no provider, so it does not wait for one.
        _ = try? finishRekeying()
        let accounts = try accounts()
        let records = try reading { () throws(LedgerError) in try vault.records() }.filter {
            $0.state != .gone
        }
        let isPoliced = records.contains { $0.policy?.due($0) != nil }
        let isDue = try hasWork(among: records)
        let isRestored = try reading { () throws(LedgerError) in try vault.restored() != nil }
        guard !accounts.isEmpty, request.isFull || isPoliced || isDue || isRestored else {
            var result = TickResult(sync: nil, rotated: [], left: 0, behind: 0)
            if request.warns { result.warnings = warnings(of: records, accounts) }
            return result
        }
        try requireHome(of: accounts)
        let behind: Int64
        do throws(Failure) { behind = try lag(of: accounts) } catch {
            guard request.warns else { throw error }
            var result = TickResult(sync: nil, rotated: [], left: 0, behind: 0)
            (result.warnings, result.failure) = (warnings(of: records, accounts), error)
            return result
        }
        // An agent that hands out only renews nothing by itself.
        let handsOutOnly = try changeSettings().isHandsOutOnly
        let renews = request.isFull || !handsOutOnly
        let dated = corrected(by: behind)
        var result = try dated.permitted.tick(
            renews && !isRestored ? records : [], behind,
            comparing: isRestored
                ? SyncRequest() : request.isFull || isDue ? SyncRequest(isDueOnly: true) : nil)
        if request.warns {
            let left = try reading { () throws(LedgerError) in try vault.records() }
            result.warnings = dated.warnings(of: left, try self.accounts())
        }
        return result
    }

    /// Whether anything but a renewal is due: an operation, or the purge of a token that has expired.
    private func hasWork(among records: [Record]) throws(Failure) -> Bool {
        let now = now
        if records.contains(where: {
            // Older generations, too: so many of them keep their label from getting another.
            [.active, .retiring].contains($0.state) && !$0.isLeased && $0.token.expiry.hasPassed(at: now)
        }) {
            return true
        }
        if hasNewDeposits() { return true }
        return try reading { () throws(LedgerError) in
            for open in try vault.operations() where try vault.isDue(open.operation, at: now) { return true }
            return false
        }
    }

    /// In a vault that was restored nothing is renewed before everything was compared: its records may be long gone.
    private func tick(
        _ records: [Record], _ behind: Int64, comparing request: SyncRequest?
    ) throws(Failure) -> TickResult {
        try endOverlaps()
        let due = try due(among: records)
        try makeRoom(for: due.now)
        let plan = try RotatePlan(due.now.map { record throws(Failure) in try step(of: record) })
        let rotated = plan.steps.isEmpty ? [] : try renew(plan)
        // Renewals come first: what has expired by then is gone for good.
        let synced = try request.map { request throws(Failure) in try compare(request) }
        return TickResult(sync: synced, rotated: rotated, left: due.left, behind: behind)
    }

    /// Renews what nobody else has renewed meanwhile: another timer, or a person.
    private func renew(_ plan: RotatePlan) throws(Failure) -> [Rotated] {
        do throws(Failure) { return try replace(plan).filter { !$0.isOvertaken } } catch .planOutdated {
            return []
        }
    }

    /// Purges older generations that have expired, where their label has as many as it can have: the provider refuses them, or they stay.
    private func makeRoom(for due: [Record]) throws(Failure) {
        var expired: [Record] = []
        for record in due {
            let older = try reading { () throws(LedgerError) in try vault.records(under: record.label) }
                .filter { $0.state == .retiring }
            guard older.count >= LabelEntry.mostRetiring else { continue }
            expired += older.filter { $0.token.expiry.hasPassed(at: now) }
        }
        guard !expired.isEmpty else { return }
        let checks = expired.map {
            Revocation(subject($0.id, $0.account, $0.label), token: $0.token.id, cause: .vanished)
        }
        try driver(for: Set(expired.map(\.account))).run(checks) { _, _ in }
    }

    private func step(of record: Record) throws(Failure) -> RotatePlan.Step {
        let policy = record.policy ?? Policy()
        let expiry = policy.lifetime.map { Expiry.at($0.after(now)) } ?? record.token.expiry
        return RotatePlan.Step(
            try view(of: record), scopes: record.token.scopes, expiry: expiry,
            overlap: Rotation.Overlap(seconds: policy.overlap))
    }

    /// The tokens that are to be renewed now, the first to expire first, and how many more are due.
    private func due(among records: [Record]) throws(Failure) -> (now: [Record], left: Int) {
        let attempts = try attempts()
        let due = records.filter { record in
            record.state == .active && !record.isLeased
                && record.policy?.due(record).map { $0 <= now } ?? false
        }.sorted { $0.token.expiry.end < $1.token.expiry.end }
        let ready = due.filter { attempts[$0.id]?.isOver(at: now) ?? true }.prefix(Service.mostAtOnce)
        return (Array(ready), due.count - ready.count)
    }

    /// Renewals that failed within the last day, by the record; one that is still in the journal is finished by `sync`.
    private func attempts() throws(Failure) -> [RecordID: Backoff] {
        var found: [RecordID: Backoff] = [:]
        for open in try reading({ () throws(LedgerError) in try vault.operations() }) {
            guard let rotation = open.operation as? Rotation else { continue }
            switch rotation.waiting {
            case .listing: found[rotation.subject.record, default: Backoff()].add(rotation.subject.began)
            case .rest: break
            case .nothing, .moment, .holder: found[rotation.subject.record, default: Backoff()].isHeld = true
            }
        }
        return found
    }
}

/// How long a renewal that failed is left alone: from a minute on twice as long each time, up to four hours.
struct Backoff {
    private var times = 0
    private var last = Instant(seconds: 0)
    /// Whether an attempt is under way or held up.
    var isHeld = false

    /// Counts an attempt.
    mutating func add(_ time: Instant) { (times, last) = (times + 1, max(last, time)) }

    /// Whether it may be tried again; also where the clock was put back to before the last attempt.
    func isOver(at now: Instant) -> Bool {
        !isHeld && (now < last || now >= last.advanced(by: min(60 << Int64(min(times, 8)), 14_400)))
    }
}

extension Expiry {
    /// For an order: what never expires comes last.
    fileprivate var end: Instant { moment ?? Instant(seconds: .max) }
}

extension Rotated {
    /// Whether somebody else was first.
    fileprivate var isOvertaken: Bool {
        switch failure {
        case .planOutdated, .inUse, .elsewhere: new == nil
        default: false
        }
    }
}
