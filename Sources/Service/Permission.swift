package import Lifecycle
package import Requests

/// Whether a request may change tokens.
package enum Permission: Hashable, Sendable {
    /// It may.
    case allowed
    /// A rule names an executable: who asks has to be challenged, then this is decided anew.
    case unchallenged
    /// It may not.
    case refused(Failure)

    /// Decides on a change: the vault's rules hold for all of them, a token's own rules for those of that token, too. Whoever shows what
    /// unlocks the vault is above what is set for the agent; above rules nobody is.
    package static func decide(
        _ change: ChangeScope, by authority: Authority, under settings: ChangeSettings, at now: Instant
    ) -> Permission {
        if !authority.isProven, settings.isHandsOutOnly { return .refused(.handsOutOnly) }
        let byRules = Permission.rules(of: change, settings.managers, authority.facts)
        guard byRules == .allowed, !authority.isProven else { return byRules }
        if let sealed = change.sealed,
            let excess = settings.ceiling.excess(of: sealed.scopes, until: sealed.expiry, at: now)
        {
            return .refused(.aboveCeiling(excess))
        }
        if let lifetime = change.lifetime,
            let excess = settings.ceiling.excess(
                of: .only([:]), until: .at(lifetime.after(now)), at: now)
        {
            return .refused(.aboveCeiling(excess))
        }
        let most = settings.changesAnHour
        guard change.isCounted,
            let wait = ChangeWindow(ages: authority.recent, at: 0).wait(of: most, at: 0)
        else { return .allowed }
        return .refused(.tooManyChanges(most, until: now.advanced(by: (wait + 999) / 1000)))
    }

    /// The first refusal, else whether one has to be challenged.
    private static func rules(
        of change: ChangeScope, _ managers: [Grant], _ facts: CallerFacts
    ) -> Permission {
        var found = Permission.allowed
        for (label, rules) in [(nil, managers)] + change.tokens.map({ (Optional($0.label), $0.rules) }) {
            switch Grant.verdict(of: rules, onChangeBy: facts) {
            case .allowed: break
            case .unchallenged: found = .unchallenged
            case .denied(let isHidden): return .refused(.notManager(label, isHidden: isHidden))
            }
        }
        return found
    }
}

extension Service {
    /// Throws why a change may not be made, which the log then has, or `unchallenged` of the vault where it has to be asked first which
    /// program asks.
    func permit(_ change: ChangeScope, by verb: String, of label: Label? = nil) throws(Failure) {
        guard let authority = conditions.authority else { return }
        switch Permission.decide(change, by: authority, under: try changeSettings(), at: now) {
        case .allowed: return
        case .unchallenged: throw .vault(LedgerError(.unchallenged, .grant))
        case .refused(let failure):
            note(failure, verb, of: label)
            throw failure
        }
    }

    /// The same for changes of these records.
    func permit(changing records: [Record], by verb: String) throws(Failure) {
        let scope = ChangeScope(of: records.map { ChangeScope.TokenRules($0.label, $0.grants) })
        let verb = records.count > 1 ? "\(verb) of \(records.count) tokens" : verb
        try permit(scope, by: verb, of: records.count == 1 ? records[0].label : nil)
    }

    /// Has the log say that a change was refused, beside the hand-outs that were: the vault is not written to for it. Where that cannot be
    /// written, it is refused all the same.
    private func note(_ refusal: Failure, _ verb: String, of label: Label?) {
        var (label, reason) = (label, "refused")
        switch refusal {
        case .handsOutOnly: reason = "the vault hands out only"
        case .aboveCeiling: reason = "above the ceiling"
        case .tooManyChanges(let most, _): reason = "more than \(most) changes an hour"
        case .notManager(let ruled, _):
            label = ruled ?? label
            reason = "no --manage rule lets the caller"
        default: break
        }
        try? vault.note(
            refused: AuditEntry(
                .denied, time: now, label: label?.text ?? "", detail: "\(verb), \(reason)",
                caller: conditions.origin.caller, interface: conditions.origin.interface))
    }

    /// What is set about changes; throws where any of it cannot be read.
    func changeSettings() throws(Failure) -> ChangeSettings {
        try reading { () throws(LedgerError) in try ChangeSettings(of: vault) }
    }
}
