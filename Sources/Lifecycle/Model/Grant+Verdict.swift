internal import Glibc

extension Grant {
    /// What the rules of a token say of a caller that wants it.
    package enum Verdict: Hashable, Sendable {
        /// It may have the token.
        case allowed
        /// It has to be challenged, since a rule names an executable.
        case unchallenged
        /// It may have it once a person has agreed.
        case unconfirmed
        /// It may not have it.
        case denied
    }

    /// One rule that holds is enough: first one that needs neither challenge nor person, then one that needs a challenge, then a
    /// person. Without any rule on hand-outs every caller of this user may have the token.
    package static func verdict(of grants: [Grant], on use: HandOutUse) -> Verdict {
        let rules = grants.filter { !$0.manages }
        guard !rules.isEmpty else { return .allowed }
        // What is not looked at yet holds for nobody.
        let near = rules.filter { $0.fitsSurroundings(of: use.facts) && $0.into == nil }
        let holding = near.filter { $0.fitsExecutable(of: use.facts) }
        if holding.contains(where: { $0.confirmation == nil }) { return .allowed }
        if use.executable == .unasked, near.contains(where: { $0.executable != nil }) { return .unchallenged }
        guard holding.contains(where: { $0.confirmation == .askpass }) else { return .denied }
        return switch use.confirmation {
        case .given: .allowed
        case .unasked: .unconfirmed
        case .refused, .impossible, .tooMany: .denied
        }
    }

    /// Whether a rule could not be looked at, since the kernel does not say who the caller is.
    package static func areBlind(_ grants: [Grant], to facts: CallerFacts) -> Bool {
        (facts.executable == .unproven && grants.contains { $0.executable != nil })
            || (facts.cgroup.isEmpty && grants.contains { $0.unit != nil || $0.cgroup != nil })
    }

    private func fitsExecutable(of facts: CallerFacts) -> Bool {
        executable.map { facts.executable == .proven($0) } ?? true
    }

    private func fitsSurroundings(of facts: CallerFacts) -> Bool {
        (unit == nil || unit == facts.caller.unit)
            && (cgroup.map { unsafe fnmatch($0, facts.cgroup, 0) == 0 && !facts.cgroup.isEmpty } ?? true)
    }
}

extension Grant {
    /// What rules say of a caller that wants to change tokens.
    package enum ManageVerdict: Hashable, Sendable {
        case allowed
        /// It has to be challenged, since a rule names an executable.
        case unchallenged
        /// It may not; whether that is since the kernel does not say who it is.
        case denied(isHidden: Bool)
    }

    /// One rule on changes that holds is enough; without any, every caller of this user may.
    package static func verdict(of grants: [Grant], onChangeBy facts: CallerFacts) -> ManageVerdict {
        let rules = grants.filter(\.manages)
        guard !rules.isEmpty else { return .allowed }
        let near = rules.filter { $0.fitsSurroundings(of: facts) }
        if near.contains(where: { $0.fitsExecutable(of: facts) }) { return .allowed }
        if facts.executable == .unasked, near.contains(where: { $0.executable != nil }) {
            return .unchallenged
        }
        return .denied(isHidden: areBlind(rules, to: facts))
    }
}
