internal import Lifecycle
internal import Requests

/// What a check finds, record by record.
struct CheckTally {
    private let request: CheckRequest
    private let now: Instant
    private let (warn, critical): (Instant, Instant)
    /// The accounts of the tokens that were looked at.
    private(set) var accounts: Set<RecordID> = []
    private var matched: Set<String> = []
    private var found = CheckResult()

    /// An operation that nobody has gone on with for so long was stopped in the middle.
    static let patience: Int64 = 3600
    /// A revocation that is held up for so long is critical: a token that should be dead may be in use.
    static let longest: Int64 = 86_400

    init(_ request: CheckRequest, now: Instant) throws(Failure) {
        (self.request, self.now) = (request, now)
        warn = try TimeGrammar.horizon(request.warn, now: now) ?? now
        critical = try TimeGrammar.horizon(request.critical, now: now) ?? now
    }

    /// What was found; the worst comes first.
    var result: CheckResult {
        var result = found
        result.unmatched = request.patterns.filter { !matched.contains($0) }
        result.cut()
        return result
    }

    private func fits(_ label: String) -> Bool {
        ListFilter.fits(label, request.patterns)
            && (request.excluded.isEmpty || !ListFilter.fits(label, request.excluded))
    }

    /// Looks at a token.
    mutating func add(_ record: Record) {
        guard record.state != .gone, fits(record.label.text) else { return }
        for pattern in request.patterns where ListFilter.fits(record.label.text, [pattern]) {
            matched.insert(pattern)
        }
        found.tokens += 1
        accounts.insert(record.account)
        // An older generation is on its way out, what is being revoked should expire, and so should a token for one run.
        guard record.state == .active, !record.isLeased else { return }
        let (label, expiry) = (record.label.text, record.token.expiry)
        if let due = record.policy?.due(record), !expiry.hasPassed(at: now) {
            guard CheckTally.overdue(due, until: expiry) <= now else {
                found.renewed += 1
                return
            }
            found.add(.init(.warning, .overdue, label, due))
        }
        guard let moment = expiry.moment else {
            found.never += 1
            if request.warnsOfNever { found.add(.init(.warning, .never, label, nil)) }
            return
        }
        found.earliest = min(found.earliest ?? moment, moment)
        guard let severity = severity(of: moment) else { return }
        found.add(.init(severity, moment <= now ? .expired : .expiring, label, moment))
    }

    /// When a replacement that was due is overdue: a day later, or half of what the token has left by then where that is sooner.
    static func overdue(_ due: Instant, until expiry: Expiry) -> Instant {
        let left = expiry.moment.map { max(0, $0.seconds - due.seconds) / 2 } ?? .max
        return due.advanced(by: min(86_400, left))
    }

    private func severity(of moment: Instant) -> CheckResult.Severity? {
        moment <= max(critical, now) ? .critical : moment <= warn ? .warning : nil
    }

    /// Looks at an account whose tokens were looked at.
    mutating func add(_ account: Account) {
        guard request.patterns.isEmpty || accounts.contains(account.id) else { return }
        let name = account.name.text
        guard let token = account.token else {
            return found.add(.init(.unknown, .unknownExpiry, name, nil))
        }
        guard let moment = token.expiry.moment else {
            if request.warnsOfNever { found.add(.init(.warning, .accountNever, name, nil)) }
            return
        }
        guard let severity = severity(of: moment) else { return }
        found.add(.init(severity, .account, name, moment))
    }

    /// Looks at an operation in the journal that is unfinished.
    mutating func add(_ operation: any StateMachine) {
        let (subject, isUnmanaged) = (operation.subject, operation.unmanagedToken != nil)
        // A token without a record is told by its account's name.
        guard isUnmanaged ? request.patterns.isEmpty : fits(subject.label.text) else { return }
        let isRevocation = operation.isRevoking
        found.pending += 1
        if isRevocation { found.revocations += 1 }
        guard operation.isHeldUp(at: now) else { return }
        let isOld = subject.began.advanced(by: CheckTally.longest) <= now
        found.add(
            .init(
                isRevocation && isOld ? .critical : .warning, isRevocation ? .revocation : .heldUp,
                subject.label.text, subject.began, pending: PendingView(operation)))
    }
}

extension StateMachine {
    /// Whether something is in its way, or nobody has gone on with it for an hour.
    func isHeldUp(at now: Instant) -> Bool {
        guard subject.setback == nil else { return true }
        switch waiting {
        case .listing: return false
        case .nothing, .holder: return subject.began.advanced(by: CheckTally.patience) <= now
        case .moment(let due, _), .rest(let due): return due.advanced(by: CheckTally.patience) <= now
        }
    }

    /// Whether it revokes a token, by itself or at the end of a rotation.
    var isRevoking: Bool {
        if let rotation = self as? Rotation, case .revoking = rotation.state { return true }
        if let rotation = self as? AccountRotation, case .revoking = rotation.state { return true }
        if let lease = self as? Lease, case .revoking = lease.state { return true }
        return self is Revocation || self is UnmanagedRevocation
    }
}
