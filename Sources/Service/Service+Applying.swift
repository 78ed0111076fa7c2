internal import Lifecycle
package import Requests

// What was planned is done: policies, creations and rotations first, and revocations once all of that is done.

extension Service {
    /// Does just what was planned; tells of each step what became of it. Throws `planOutdated`, and begins nothing, where one of its
    /// tokens is another one by now.
    package func apply(_ plan: ApplyPlan) throws(Failure) -> [Applied] {
        let specs = try specs(of: plan)
        for step in plan.steps { try requireCurrent(step) }
        try permit(plan, specs)
        var failures: [Label: Failure] = [:]
        for step in plan.steps where step.action == .set || step.action == .rotate {
            guard let policy = step.policy else { continue }
            do throws(Failure) { try decide(policy, for: step.label, step.before?.record) } catch {
                failures[step.label] = error
            }
        }
        let open = plan.steps.filter { failures[$0.label] == nil }
        try create(open.filter { $0.action == .create }, specs, plan.account, &failures)
        try rotate(open.filter { $0.action == .rotate }, specs, &failures)
        let isWhole = failures.isEmpty && !halts()
        let pruned = plan.steps.filter { $0.action == .revoke }.map(\.label)
        if isWhole, !pruned.isEmpty {
            // All generations of each.
            for revoked in try revoke(self.plan(revoking: TokenSelection(labels: pruned)))
            where revoked.failure != nil {
                failures[revoked.token.record.label] = revoked.failure
            }
        }
        return plan.steps.map { step in
            Applied(step, failures[step.label], isSkipped: step.action == .revoke && !isWhole)
        }
    }

    private func specs(of plan: ApplyPlan) throws(Failure) -> [Label: ReadSpec] {
        var specs: [Label: ReadSpec] = [:]
        for (index, step) in plan.steps.enumerated() {
            guard let spec = step.spec else { continue }
            specs[step.label] = try ReadSpec(spec, at: index + 1, now: now)
        }
        return specs
    }

    /// Throws `planOutdated` where a step would not be planned as it was.
    private func requireCurrent(_ step: ApplyStep) throws(Failure) {
        let found = try reading { () throws(LedgerError) in try vault.record(named: step.label) }
        guard let before = step.before?.record else {
            guard found == nil else { throw .planOutdated }
            return
        }
        guard let found, found.id == before.id, found.token.id == before.token.id,
            found.account == before.account, found.state == before.state || step.action == .revoke,
            found.policy == before.policy || step.action == .revoke
        else { throw .planOutdated }
    }

    /// Throws why one of the steps may not be done: then none is. All of them count as one change.
    private func permit(_ plan: ApplyPlan, _ specs: [Label: ReadSpec]) throws(Failure) {
        let isSetOnly = plan.steps.allSatisfy { $0.action == .set }
        let verb =
            isSetOnly ? "set of \(plan.steps.count) tokens" : "apply of \(plan.steps.count) changes"
        for step in plan.steps where step.action != .revoke {
            let sealed = specs[step.label].flatMap {
                step.action == .set ? nil : ChangeScope.Sealed($0.scopes, until: $0.expiry)
            }
            try permit(
                ChangeScope(sealing: sealed, lifetime: step.chosenLifetime), by: verb, of: step.label)
        }
        let rules = plan.steps.compactMap(\.before).map {
            ChangeScope.TokenRules($0.record.label, $0.record.grants)
        }
        try permit(ChangeScope(of: rules), by: verb)
    }
}

extension Service {
    /// Creates the tokens of steps, those again that came to nothing and left nothing.
    private func create(
        _ steps: [ApplyStep], _ specs: [Label: ReadSpec], _ account: String?,
        _ failures: inout [Label: Failure]
    ) throws(Failure) {
        var creations: [Creation] = []
        for step in steps {
            guard let spec = specs[step.label] else { continue }
            guard step.before == nil else {
                failures[step.label] = .inUse(step.label, isReserved: true)
                continue
            }
            let account = try self.account(named: spec.spec.account ?? account)
            var creation = Creation(
                subject(RecordID(), account.id, step.label), scopes: spec.scopes, expiry: spec.expiry)
            creation.policy = step.policy
            creations.append(creation)
        }
        guard !creations.isEmpty else { return }
        let accounts = try accounts()
        let driver = try driver(for: Set(creations.map(\.subject.account)))
        driver.patience = Service.patience
        for attempt in 1...Service.attempts where !creations.isEmpty {
            var again: [Creation] = []
            driver.run(creations) { operation, outcome in
                let subject = operation.subject
                if case .watching(let reason) = outcome, !reason.isFromProvider, attempt < Service.attempts,
                    let creation = operation as? Creation
                {
                    again.append(anew(creation))
                } else {
                    let account = accounts.first { $0.id == subject.account }
                    failures[subject.label] = Service.failure(ofCreation: outcome, operation, account)
                }
            }
            creations = again
        }
    }

    /// The same creation, with a record and a nonce of its own.
    private func anew(_ creation: Creation) -> Creation {
        var fresh = Creation(
            subject(RecordID(), creation.subject.account, creation.subject.label), scopes: creation.scopes,
            expiry: creation.expiry)
        fresh.policy = creation.policy
        return fresh
    }

    private static func failure(
        ofCreation outcome: Outcome, _ operation: any StateMachine, _ account: Account?
    ) -> Failure? {
        if case .failed(.ledger(let error)) = outcome, error.code == .conflict,
            [.label, .reservation].contains(error.part)
        {
            return .inUse(operation.subject.label, isReserved: error.part == .reservation)
        }
        guard case .done = outcome else {
            return Failure(outcome, of: operation, at: account) ?? .overtaken(operation.subject.label)
        }
        return nil
    }

    /// Puts the next generation in the place of the tokens of steps.
    private func rotate(
        _ steps: [ApplyStep], _ specs: [Label: ReadSpec], _ failures: inout [Label: Failure]
    ) throws(Failure) {
        let rotations = steps.compactMap { step -> RotatePlan.Step? in
            guard let spec = specs[step.label], let before = step.before else { return nil }
            let overlap = (step.policy ?? before.record.policy)?.overlap ?? Policy.usualOverlap
            return RotatePlan.Step(
                before, scopes: spec.scopes, expiry: spec.expiry,
                overlap: Rotation.Overlap(seconds: overlap))
        }
        guard !rotations.isEmpty else { return }
        for rotated in try rotate(RotatePlan(rotations)) {
            failures[rotated.old.record.label] = rotated.failure
        }
    }
}

extension ApplyStep {
    /// The lifetime that is decided by it; `nil` where that stays as it is.
    fileprivate var chosenLifetime: CalendarDuration? {
        policy?.lifetime == before?.record.policy?.lifetime ? nil : policy?.lifetime
    }
}
