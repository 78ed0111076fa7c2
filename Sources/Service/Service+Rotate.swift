package import Lifecycle
package import Requests

extension Service {
    /// Says exactly which tokens would be replaced, and by what; changes nothing.
    package func plan(rotating request: RotateRequest) throws(Failure) -> RotatePlan {
        let wanted = try ScopeGrammar.scopes(of: request)
        let overlap = try Service.overlap(request.overlap)
        let isNamed = !request.tokens.labels.isEmpty
        var steps: [RotatePlan.Step] = []
        let surroundings = try surroundings(pending: true)
        let chosen = try choose(request.tokens, all: false)
        // A new token's life is counted by whoever ends it.
        let dated = chosen.isEmpty ? self : try byProvidersTime(of: Set(chosen.map(\.account)))
        for record in chosen {
            guard record.state == .active, !record.isLeased else {
                guard isNamed else { continue }
                guard !record.isLeased else { throw .vault(LedgerError(.refused, .lease)) }
                throw .notActive(record.label, record.state)
            }
            steps.append(
                RotatePlan.Step(
                    surroundings.view(of: record), scopes: wanted ?? record.token.scopes,
                    expiry: try dated.expiry(request.expiry, after: record),
                    overlap: Rotation.Overlap(
                        seconds: overlap ?? record.policy?.overlap ?? Policy.usualOverlap,
                        endsWhenRead: request.endsWhenRead)))
        }
        return RotatePlan(steps)
    }

    /// Throws what makes a request unusable, before anything is opened.
    package static func check(_ request: RotateRequest, now: Instant) throws(Failure) {
        try check(request.tokens)
        _ = try ScopeGrammar.scopes(of: request)
        _ = try overlap(request.overlap)
        if let expiry = request.expiry { _ = try TimeGrammar.expiry(expiry, now: now) }
    }

    /// Reads an overlap: up to a year. `nil` where nothing was said.
    private static func overlap(_ text: String?) throws(Failure) -> UInt32? {
        guard let text else { return nil }
        let start = Instant(seconds: 0)
        guard let length = TimeGrammar.duration(text).map({ $0.after(start).seconds }),
            length <= Int64(Policy.mostOverlap)
        else { throw .unusable(.policy(.overlap(text))) }
        return UInt32(length)
    }

    /// When a new token expires: as asked for, else as the policy says, else after as long a life as the old one was given.
    private func expiry(_ text: String?, after record: Record) throws(Failure) -> Expiry {
        if let text { return try TimeGrammar.expiry(text, now: now) }
        if let lifetime = record.policy?.lifetime { return .at(lifetime.after(now)) }
        guard let end = record.token.expiry.moment else { return .never }
        let life = end.seconds - (record.token.created ?? record.sealed).seconds
        return .at(now.advanced(by: max(life, 300)))
    }

    /// Replaces just what was planned; tells of each token what became of it. One whose rotation was stopped is taken up where it stands.
    /// Throws `planOutdated`, and begins nothing, where a token is another one by now.
    package func rotate(_ plan: RotatePlan) throws(Failure) -> [Rotated] {
        let records = try current(RevokePlan(plan.steps.map(\.token)))
        guard records.allSatisfy({ $0.state == .active && !$0.isLeased }) else { throw .planOutdated }
        guard !records.isEmpty else { return [] }
        return try byProvidersTime(of: Set(records.map(\.account))).replace(plan)
    }

    /// The same by the clock that this service has.
    func replace(_ plan: RotatePlan) throws(Failure) -> [Rotated] {
        let records = try current(RevokePlan(plan.steps.map(\.token)))
        guard records.allSatisfy({ $0.state == .active && !$0.isLeased }) else { throw .planOutdated }
        for (step, record) in zip(plan.steps, records) {
            try permit(
                ChangeScope(sealing: .init(step.scopes, until: step.expiry), isCounted: false), by: "rotate",
                of: record.label)
        }
        try permit(changing: records, by: "rotate")
        var rotating = Rotating(self, try driver(for: Set(records.map(\.account))), records.count)
        try rotating.resume(records)
        try rotating.run(zip(plan.steps, records).filter { !rotating.isTaken($0.1) })
        let surroundings = try surroundings(pending: true)
        return try plan.steps.map { step throws(Failure) in try rotating.result(of: step, surroundings) }
    }
}
