package import Lifecycle
package import Requests

// What is decided for a label.

extension Service {
    /// What is decided for a label, also for one of which only that is left.
    package func policy(of label: Label) throws(Failure) -> PolicyView {
        let record = try reading { () throws(LedgerError) in try vault.record(named: label) }
        if let record { return PolicyView(label, record.policy, of: record) }
        guard let kept = try kept(for: label) else { throw .noToken(label) }
        return PolicyView(label, kept, of: nil)
    }

    /// Decides something for a label. Where that is decided already, nothing changes.
    package func decide(_ change: PolicyChange) throws(Failure) -> PolicyView {
        let (label, words) = (change.label, change.words)
        let record = try reading { () throws(LedgerError) in try vault.record(named: label) }
        let present = try kept(for: label)
        guard record != nil || present != nil else { throw .noToken(label) }
        let policy = try PolicyGrammar.policy(words, on: present, now: now)
        let rules = record.map { [ChangeScope.TokenRules($0.label, $0.grants)] } ?? []
        let lifetime = words.lifetime == nil ? nil : policy.lifetime
        try permit(ChangeScope(of: rules, lifetime: lifetime), by: "set", of: label)
        if policy != present ?? Policy() { try decide(policy, for: label, record) }
        return try self.policy(of: label, gone: record == nil)
    }

    /// The policy that was kept for a label, or that its token has.
    func kept(for label: Label) throws(Failure) -> Policy? {
        try reading { () throws(LedgerError) in try vault.policy(of: label) }
    }

    /// Throws what makes a change unusable, before anything is opened.
    package static func check(_ words: PolicyWords, now: Instant) throws(Failure) {
        try PolicyGrammar.check(words, now: now)
    }

    /// Once a kept policy is cleared, nothing is left to look at.
    private func policy(of label: Label, gone: Bool) throws(Failure) -> PolicyView {
        do throws(Failure) { return try policy(of: label) } catch {
            guard gone, error == .noToken(label) else { throw error }
            return PolicyView(label, nil, of: nil)
        }
    }

    /// Writes what is decided, with an entry in the log.
    func decide(_ policy: Policy, for label: Label, _ record: Record?) throws(Failure) {
        let entry = AuditEntry(
            .policyChanged, time: now, label: label.text, token: record?.token.id,
            generation: record?.generation, detail: policy.words, caller: conditions.origin.caller,
            interface: conditions.origin.interface)
        do throws(LedgerError) { try commit([.decide(label, policy, noting: entry)]) } catch {
            throw error == LedgerError(.absent, .label) ? .noToken(label) : .vault(error)
        }
    }
}

extension Service {
    /// Says of the policies of tokens that are revoked whether they stay, before the first of these is.
    func keepPolicies(_ areKept: Bool, of records: [Record]) throws(Failure) {
        for record in records where record.state != .gone {
            guard var policy = record.policy, policy.isKept != areKept else { continue }
            policy.isKept = areKept
            try decide(policy, for: record.label, record)
        }
    }
}
