internal import Lifecycle
internal import Secrets

/// Who may have what: decides on one request after the other, and collects what the log is told.
struct Decision {
    /// What the log is told, in its order.
    private(set) var entries: [RepeatedEntry] = []
    /// The time of the newest entry in the logs; `nil` for none.
    let newest: Instant?

    /// The last request for a single token, whether the log is told of it, and what came of it.
    private var latest: (request: HandOutRequest, isNoted: Bool)?
    private var latestResult = Result<[HandedOut], LedgerError>.success([])

    init(newest: Instant?) { self.newest = newest }

    /// Opens what one asker wants: all of it, or nothing. A refusal is told the log, too. Of requests for the same in the same words, as
    /// one client has them that asks over many connections, the first one decides.
    ///
    /// Throws what concerns everybody.
    mutating func decide(
        _ asked: HandOutRequest, _ find: (Label, UInt32?) throws(LedgerError) -> Lookup
    ) throws(LedgerError) -> Result<[HandedOut], LedgerError> {
        if let latest, latest.request.isAlike(asked) {
            if latest.isNoted { entries[entries.count - 1].times += 1 }
            return latestResult
        }
        let before = entries.count
        let result = try decideAnew(asked, find)
        latest = asked.labels.count == 1 ? (asked, entries.count > before) : nil
        latestResult = result
        return result
    }

    private mutating func decideAnew(
        _ asked: HandOutRequest, _ find: (Label, UInt32?) throws(LedgerError) -> Lookup
    ) throws(LedgerError) -> Result<[HandedOut], LedgerError> {
        do throws(LedgerError) {
            var given: [HandedOut] = []
            var found: [Lookup] = []
            for label in asked.labels {
                let lookup = try find(label, asked.use.generation)
                given.append(try open(lookup, asked.use))
                found.append(lookup)
            }
            for lookup in found { note(.handedOut, lookup, asked.use) }
            return .success(given)
        } catch  where Decision.concernOne.contains(error.code) { return .failure(error) }
    }

    /// Failures that touch nobody but who asked.
    private static let concernOne: Set<LedgerError.Code> = [
        .absent, .refused, .altered, .newer, .denied, .expired, .perhapsExpired, .unchallenged,
        .unconfirmed, .unbound,
    ]

    private mutating func open(_ found: Lookup, _ use: HandOutUse) throws(LedgerError) -> HandedOut {
        guard use.generation == nil || use.generation == found.record.generation else {
            throw LedgerError(.absent, .generations)
        }
        guard found.record.state == .active || found.record.state == .retiring else {
            note(.refused, found, use)
            throw LedgerError(.refused, found.record.state == .creating ? .creating : .revoking)
        }
        // Made for one run: nobody else is to depend on it.
        guard !found.record.isLeased || use.verb == HandOutUse.leased else {
            note(.refused, found, use)
            throw LedgerError(.refused, .lease)
        }
        if let destination = use.destination, !found.hosts.allow(destination) {
            note(.denied, found, use)
            throw LedgerError(.unbound, found.hosts.lacksPath(destination) ? .path : .host)
        }
        let verdict = Grant.verdict(of: found.record.grants, on: use)
        if verdict == .denied {
            note(.denied, found, use)
            throw LedgerError(.denied, Decision.denial(found, use))
        }
        try requireUnexpired(found, use)
        switch verdict {
        case .allowed, .denied: break
        case .unchallenged: throw LedgerError(.unchallenged, .grant)
        case .unopened: throw LedgerError(.unconfirmed, .into)
        case .unconfirmed(.terminal): throw LedgerError(.unconfirmed, .terminal)
        case .unconfirmed(.askpass): throw LedgerError(.unconfirmed, .askpass)
        }
        return try opening(.string) { () throws(SecretsError) in try found.open() }
    }

    /// Why no rule lets the caller have the token.
    private static func denial(_ found: Lookup, _ use: HandOutUse) -> LedgerError.Part {
        let rules = found.record.grants.filter { !$0.manages }
        switch (use.confirmation, use.terminal) {
        case (.refused, _), (_, .refused): return .confirmation
        case (.impossible, _): return .askpass
        case (_, .impossible): return .terminal
        case (.tooMany, _), (_, .tooMany): return .many
        case (.given, _), (.unasked, _):
            if Grant.areBlind(rules, to: use.facts) {
                return use.executable == .hidden ? .hiddenCaller : .caller
            }
            return rules.contains { $0.into != nil } ? .into : .grant
        }
    }

    /// Throws `expired`, or `perhapsExpired` before the clock was looked at, where the expiry has passed: unless that is
    /// allowed, or the logs know of a later time than this machine's clock, so that one of the two is wrong.
    private mutating func requireUnexpired(_ found: Lookup, _ use: HandOutUse) throws(LedgerError) {
        guard found.record.token.expiry.hasPassed(at: use.time), use.expired != .allowed,
            newest ?? use.time <= use.time
        else { return }
        guard use.expired == .refused else { throw LedgerError(.perhapsExpired, .label) }
        note(.refused, found, use)
        var error = LedgerError(.expired, .label)
        error.moment = found.record.token.expiry.moment
        throw error
    }

    private mutating func note(_ event: AuditEntry.Event, _ found: Lookup, _ use: HandOutUse) {
        let entry = AuditEntry(
            event, time: use.time, label: found.record.label.text, token: found.record.token.id,
            generation: found.record.generation,
            detail: use.destination.map { "\(use.verb) \($0.text)" } ?? use.verb, caller: use.caller,
            interface: use.interface)
        entries.append(RepeatedEntry(entry: entry))
    }
}
