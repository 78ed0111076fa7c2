internal import Glibc

extension Grant {
    /// What the rules of a token say of a caller that wants it.
    package enum Verdict: Hashable, Sendable {
        /// It may have the token.
        case allowed
        /// It has to be challenged, since a rule wants to know which program asks.
        case unchallenged
        /// It has to say first which file it executes.
        case unopened
        /// It may have it once a person has agreed.
        case unconfirmed(Confirming)
        /// It may not have it.
        case denied
    }

    /// One rule that holds is enough: first one that needs neither challenge nor person, then one that needs a challenge, then one that
    /// wants to know what is executed, then a person. Without any rule on hand-outs every caller of this user may have the token.
    package static func verdict(of grants: [Grant], on use: HandOutUse) -> Verdict {
        let rules = grants.filter { !$0.manages }
        guard !rules.isEmpty else { return .allowed }
        let near = rules.filter { $0.fitsSurroundings(of: use.facts) }
        let fitting = near.filter { $0.fitsExecutable(of: use.facts) }
        let holding = fitting.filter { $0.fitsFile(of: use) }
        if holding.contains(where: { $0.confirmation == nil }) { return .allowed }
        if use.executable == .unasked, near.contains(where: { $0.wantsProof(of: use) }) {
            return .unchallenged
        }
        if use.into == .unasked, fitting.contains(where: { $0.into != nil }) { return .unopened }
        return verdict(of: Set(holding.compactMap(\.confirmation)), on: use)
    }

    /// What is said where a person has to agree, in one of these ways.
    private static func verdict(of ways: Set<Confirming>, on use: HandOutUse) -> Verdict {
        if ways.contains(.askpass), use.confirmation == .given { return .allowed }
        if ways.contains(.terminal), use.terminal == .given, use.isLockstep { return .allowed }
        if ways.contains(.terminal), use.terminal == .unasked { return .unconfirmed(.terminal) }
        if ways.contains(.askpass), use.confirmation == .unasked { return .unconfirmed(.askpass) }
        return .denied
    }

    private func fitsFile(of use: HandOutUse) -> Bool {
        into.map { use.isLockstep && use.into == .file($0) } ?? true
    }

    /// Whether it has to be known which program asks: where one is named, and where `lockstep` has to be believed something.
    private func wantsProof(of use: HandOutUse) -> Bool {
        if executable != nil || (confirmation == .terminal && use.terminal == .given) { return true }
        guard case .file(let path) = use.into else { return false }
        return into == path
    }

    /// Whether a rule could not be looked at, since the kernel does not say who the caller is.
    package static func areBlind(_ grants: [Grant], to facts: CallerFacts) -> Bool {
        ([.unproven, .hidden].contains(facts.executable) && grants.contains { $0.executable != nil })
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
