internal import Lifecycle
package import Requests

extension Service {
    /// How long many tokens wait together where the provider takes no more requests for now, in milliseconds.
    static var patience: Int64 { 120_000 }

    /// Says exactly which tokens a revocation is about; changes nothing. Expired ones are shown to the provider first.
    package func plan(revoking selection: TokenSelection) throws(Failure) -> RevokePlan {
        var chosen = try choose(selection)
        if selection.generation != nil { try requireOlder(chosen) }
        if selection.isExpired { chosen = try dead(among: chosen) }
        return RevokePlan(try views(of: chosen))
    }

    /// Throws where that is what a label hands out, and older generations would stay: then the label would hand out none of them.
    private func requireOlder(_ chosen: [Record]) throws(Failure) {
        for record in chosen where record.state == .active {
            let others = try reading { () throws(LedgerError) in try vault.records(under: record.label) }
            guard !others.contains(where: { $0.state == .retiring }) else {
                throw .rotation(.handedOut(record.label, record.generation))
            }
        }
    }

    /// Revokes and purges just what was planned; tells of each token what became of it. One that is on its way already is taken up where
    /// it stands. Throws `planOutdated`, and begins nothing, where a token is another one by now.
    package func revoke(_ plan: RevokePlan) throws(Failure) -> [Revoked] {
        let records = try current(plan)
        try permit(changing: records, by: "revoke")
        try keepPolicies(plan.keepsPolicies, of: records)
        let open = try reading { () throws(LedgerError) in try vault.operations() }
        let underway = Set(open.map(\.operation.subject.record))
            .intersection(records.filter { $0.state == .revoking }.map(\.id))
        let driver = try driver(for: Set(records.map(\.account)))
        if records.count > 1 { driver.patience = Service.patience }
        let accounts = try accounts()
        var failures: [RecordID: Failure] = [:]
        func take(_ operation: any StateMachine, _ outcome: Outcome) {
            let subject = operation.subject
            let account = accounts.first { $0.id == subject.account }
            failures[subject.record] = Service.failure(outcome, of: operation, at: account)
        }
        driver.resume(open.filter { underway.contains($0.operation.subject.record) }, finished: take)
        let fresh = records.filter { !underway.contains($0.id) }.map { record in
            Revocation(
                subject(record.id, record.account, record.label), token: record.token.id, cause: .asked,
                isMarked: record.state == .revoking)
        }
        driver.run(fresh, finished: take)
        // A rotation of one of them has nothing left to keep, or undoes what it has begun.
        let ids = Set(records.map(\.id))
        let rotations = open.filter {
            $0.operation is Rotation && !ids.isDisjoint(with: $0.operation.records)
        }
        // Where there is none, whoever watches has heard the end already.
        if !rotations.isEmpty { driver.resume(rotations) { _, _ in } }
        return try plan.tokens.map { view throws(Failure) in
            let now = try reading { () throws(LedgerError) in try vault.record(view.record.id) }
            return Revoked(view, failures[view.record.id], receipt: now?.receipt)
        }
    }

    /// The public half of the key that signs receipts.
    package var receiptKey: [UInt8] { vault.receiptKey }

    private static func failure(
        _ outcome: Outcome, of operation: any StateMachine, at account: Account?
    ) -> Failure? {
        switch outcome {
        // Of a creation that is undone nothing is left, as was wanted.
        case .failed(let reason) where !(operation is Revocation) && reason != .abandoned: nil
        case .done, .doneUntil, .failed, .kept, .watching, .pending, .resting, .elsewhere, .endedElsewhere:
            Failure(outcome, of: operation, at: account)
        }
    }

    /// The records of a plan as they are now: the same tokens under the same labels.
    func current(_ plan: RevokePlan) throws(Failure) -> [Record] {
        try plan.tokens.map { view throws(Failure) in
            let planned = view.record
            let found = try reading { () throws(LedgerError) in try vault.record(planned.id) }
            guard let found, found.token.id == planned.token.id, found.label == planned.label,
                found.account == planned.account, found.state != .gone || planned.state == .gone
            else { throw .planOutdated }
            return found
        }
    }

    func views(of records: [Record]) throws(Failure) -> [TokenView] {
        let surroundings = try surroundings(pending: false)
        return records.map { surroundings.view(of: $0) }
    }
}
