// The next generation: created, and tried before anybody gets it.

extension Rotation {
    mutating func onCreating(
        _ event: Event, _ creation: Creation, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        var creation = creation
        var step = creation.on(event, at: now, under: rules)
        state = .creating(creation)
        if case .finish(.failed(let reason)) = step.effect, case .undoing = creation.state, reason.isLasting {
            // It is remembered for as long as a nonce is watched: so that a timer does not try again at once, and for ever.
            state = .creating(self.creation(.watching(until: now.advanced(by: Creation.watch))))
            subject.setback = Setback(reason, after: subject.setback, at: now)
            step.effect = .finish(.watching(reason))
        }
        guard step.effect == .finish(.done) else { return step }
        guard let next = creation.token(after: event) else { return impossible(event) }
        // Its string was sealed under the name that it is known by: what the provider said of it stands in the record.
        state = .probing(next, looks: subject.looks)
        step.effect = .probe(successor)
        return step
    }

    mutating func onProbing(
        _ event: Event, _ next: Token, _ looks: UInt16, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        switch event {
        case .answer(.identity(let found)):
            guard rules.agree(found.scopes, with: scopes) else {
                return undoing(next, .grantedOtherwise, now, rules)
            }
            return succeeding(next, now)
        case .failure(let failure) where failure.code == .deadCredential && looks > 1:
            // A token that was made just now may not be known everywhere yet.
            state = .probing(next, looks: looks - 1)
            return Step([], .pause(milliseconds: 1000))
        case .failure(let failure)
        where [.deadCredential, .missingScope, .forbidden, .rejected].contains(failure.code):
            return undoing(next, .refused, now, rules)
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .resume(let record) where record?.id == successor:
            // The new token itself is gone: somebody revoked it.
            return Step(
                [.release(subject.label, of: successor)], .finish(.failed(.superseded)))
        case .resume(let old?) where old.state == .active || old.wasFoundDead:
            return Step([], .probe(successor))
        case .resume: return withdrawing(next, now)
        case .paused, .begin: return Step([], .probe(successor))
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
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

    /// The old token is no longer wanted, so neither is the new one; which may be gone by now, and is not marked for that.
    private mutating func withdrawing(_ next: Token, _ now: Instant) -> Step {
        let revocation = Revocation(creationSubject, token: next.id, cause: .undo)
        state = .creating(creation(.undoing(revocation, .superseded)))
        return Step(
            [subject.note(.revokeBegun, at: now, token: next.id, detail: "undo")], .ask(.delete(next.id)))
    }

    /// The one change after which there is another current generation.
    private mutating func succeeding(_ next: Token, _ now: Instant) -> Step {
        let changes: [Change] = [
            .succeed(successor, after: subject.record),
            subject.note(
                .rotated, at: now, token: next.id, generation: generation,
                detail: "generation \(generation)"),
        ]
        subject.setback = nil
        let until = now.advanced(by: Int64(overlap.seconds))
        state = .resting(until: until)
        return Step(
            changes, overlap.seconds == 0 ? .pause(milliseconds: 0) : .finish(.doneUntil(until)))
    }
}

extension Reason {
    /// Whether the same may well happen again at the next attempt.
    fileprivate var isLasting: Bool {
        switch self {
        case .provider, .grantedOtherwise, .unproven, .vanished: true
        default: false
        }
    }
}
