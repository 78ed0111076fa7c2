// The new provisioning token is tried before it is the account's.

extension AccountRotation {
    mutating func onProbing(
        _ event: Event, _ next: Token, _ looks: UInt16, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        switch event {
        case .answer(.identity(let found)):
            guard rules.agree(found.scopes, with: identity.scopes), found.user == identity.user,
                found.customer == identity.customer
            else { return undoing(next, .grantedOtherwise, now, rules) }
            return exchanging(found, now, rules)
        case .failure(let failure) where failure.code == .deadCredential && looks > 1:
            // A token that was made just now may not be known everywhere yet.
            state = .probing(next, looks: looks - 1)
            return Step([], .pause(milliseconds: 1000))
        case .failure(let failure)
        where [.deadCredential, .missingScope, .forbidden, .rejected].contains(failure.code):
            return undoing(next, .refused, now, rules)
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .resume(let record) where record?.state != .creating:
            // Somebody revoked the new token, and sees to the rest.
            return Step([], .finish(.failed(.superseded)))
        case .resume, .paused, .begin: return Step([], .probe(subject.record))
        case .replaced: return withdrawing(next, now)
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched:
            return impossible(event)
        }
    }

    private mutating func undoing(
        _ next: Token, _ undo: Creation.Undo, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        var creation = creation(.naming(next))
        let step = creation.undoing(next, undo, now, rules)
        state = .creating(creation)
        return step
    }

    /// Somebody gave the account another token, so the new one is not wanted any more.
    mutating func withdrawing(_ next: Token, _ now: Instant) -> Step {
        let revocation = Revocation(subject, token: next.id, cause: .undo)
        state = .creating(creation(.undoing(revocation, .superseded)))
        return Step(
            [subject.note(.revokeBegun, at: now, token: next.id, detail: "undo")], .ask(.delete(next.id)))
    }

    /// The one change after which the account has the new token, and the record the former one, on its way out.
    private mutating func exchanging(_ found: Identity, _ now: Instant, _ rules: ProviderRules) -> Step {
        let exchange = Exchange(
            of: subject.account, with: subject.record, found, from: former, at: now)
        var revocation = Revocation(subject, token: former.id, cause: .succeeded)
        var step = revocation.on(.begin, at: now, under: rules)
        state = .revoking(revocation)
        subject.setback = nil
        step.changes.insert(.exchange(exchange), at: 0)
        return step
    }
}
