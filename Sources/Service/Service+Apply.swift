package import Lifecycle
package import Requests

// What makes the vault match a file of specs.

extension Service {
    /// Throws what makes specs unusable, before anything is opened.
    package static func check(_ specs: [TokenSpec], now: Instant) throws(Failure) {
        _ = try read(specs, now: now)
    }

    static func read(_ specs: [TokenSpec], now: Instant) throws(Failure) -> [ReadSpec] {
        var read: [ReadSpec] = []
        for (index, spec) in specs.enumerated() { read.append(try ReadSpec(spec, at: index + 1, now: now)) }
        return read
    }

    /// Says exactly what has to be done; changes nothing, and asks the provider nothing.
    package func plan(applying request: ApplyRequest) throws(Failure) -> ApplyPlan {
        let specs = try Service.read(request.specs, now: now)
        let accounts = try accounts()
        if let name = request.account { _ = try account(named: name) }
        let surroundings = try surroundings(pending: false)
        var (steps, unchanged): ([ApplyStep], Int) = ([], 0)
        for spec in specs {
            if let step = try step(spec, request, accounts, surroundings) {
                steps.append(step)
            } else {
                unchanged += 1
            }
        }
        let order: [ApplyStep.Action] = [.set, .create, .rotate]
        steps = order.flatMap { action in steps.filter { $0.action == action } }
        if request.prunes { steps += try pruned(request, surroundings) }
        return ApplyPlan(
            steps, unchanged: unchanged, account: request.account, interrupted: try interrupted(request))
    }

    /// What has to be done for a spec; `nil` where its token is as it should be.
    private func step(
        _ spec: ReadSpec, _ request: ApplyRequest, _ accounts: [Account], _ surroundings: Surroundings
    ) throws(Failure) -> ApplyStep? {
        let label = spec.spec.label
        let present = try kept(for: label)
        guard let record = try reading({ () throws(LedgerError) in try vault.record(named: label) }) else {
            // Throws where it is not clear at which account.
            _ = try account(named: spec.spec.account ?? request.account)
            return ApplyStep(.create, label, spec: spec.spec, policy: try spec.policy(after: present))
        }
        let account = accounts.first { $0.id == record.account }
        if let name = spec.spec.account, name != account?.name.text {
            throw .otherAccount(label, account: name)
        }
        let view = surroundings.view(of: record)
        // On its way in or out: what is begun has to end first.
        guard record.state == .active else { return ApplyStep(.create, label, before: view, spec: spec.spec) }
        let policy = try spec.policy(after: present)
        let rules = account.map { provider.rules(at: $0.home) } ?? ProviderRules()
        let causes = spec.causes(of: record, under: rules)
        guard causes.isEmpty else {
            return ApplyStep(.rotate, label, before: view, spec: spec.spec, causes: causes, policy: policy)
        }
        return policy.map { ApplyStep(.set, label, before: view, spec: spec.spec, policy: $0) }
    }

    /// The tokens that no spec is about, one for each label. Older generations go by themselves.
    private func pruned(
        _ request: ApplyRequest, _ surroundings: Surroundings
    ) throws(Failure) -> [ApplyStep] {
        let named = Set(request.specs.map(\.label))
        let only = try request.account.map { name throws(Failure) in try account(named: name).id }
        var found: [Record] = []
        return try reading { () throws(LedgerError) in
            let listing = try vault.listing()
            while let record = try listing.next() {
                guard ![.gone, .retiring].contains(record.state), !named.contains(record.label),
                    // A token for one run goes with its run.
                    only == nil || only == record.account, !record.isLeased
                else { continue }
                // The listing is by label: of a token and the one that will follow it, the present one.
                if let last = found.last, last.label == record.label {
                    if last.state != .active { found[found.count - 1] = record }
                } else {
                    found.append(record)
                }
            }
            return found.map { ApplyStep(.revoke, $0.label, before: surroundings.view(of: $0)) }
        }
    }

    /// What was begun and is not over, of labels that the request is about.
    private func interrupted(_ request: ApplyRequest) throws(Failure) -> [PendingView] {
        let named = Set(request.specs.map(\.label))
        return try pending().filter { request.prunes || named.contains($0.label) }
    }
}
