/// A token for one run: creates it, leaves it to the process that holds it, and revokes it once that process is at its end, however
/// that came about.
///
/// Nobody else is given its string. Where the holder cannot be seen from, as on another machine, its expiry ends it.
package struct Lease: StateMachine {
    package static let number: UInt8 = 9
    package static let name = "lease"

    /// Where it stands, as the journal has it.
    package enum State: Hashable, Sendable {
        /// The token is created, or undone.
        case creating(Creation)
        /// The holder has it; the provider's id of it.
        case held(TokenID)
        /// The run is over: it is revoked.
        case revoking(Revocation)
    }

    /// What it is about.
    package var subject: Subject
    /// The scopes asked for.
    package let scopes: Scopes
    /// The expiry asked for: never `never`.
    package let expiry: Expiry
    /// The nonce of this one attempt.
    package let nonce: Nonce
    /// Who holds it.
    package let holder: LeaseHolder
    /// Where it stands.
    package internal(set) var state: State

    /// Describes a token for one run, with a fresh nonce.
    package init(
        _ subject: Subject, scopes: Scopes, expiry: Expiry, holder: LeaseHolder, nonce: Nonce = Nonce()
    ) {
        (self.subject, self.scopes, self.expiry) = (subject, scopes, expiry)
        (self.holder, self.nonce) = (holder, nonce)
        state = .creating(Creation(subject, scopes: scopes, expiry: expiry, nonce: nonce))
        state = .creating(creation(.asking))
    }

    /// The child that creates the token.
    func creation(_ state: Creation.State) -> Creation {
        var creation = Creation(subject, scopes: scopes, expiry: expiry, nonce: nonce, state: state)
        creation.isLeased = true
        return creation
    }

    package var waiting: Waiting {
        switch state {
        case .creating(let creation):
            if case .watching = creation.state { .listing } else { Waiting(after: subject.setback) }
        case .held: .holder(holder, until: expiry.moment ?? subject.began)
        case .revoking: Waiting(after: subject.setback)
        }
    }

    package var isUndoneBySync: Bool {
        guard case .creating(let creation) = state else { return false }
        if case .naming = creation.state { return true }
        return creation.isUndoneBySync
    }

    package var provisionalNonce: Nonce? {
        if case .creating = state { nonce } else { nil }
    }

    package func overtaken(by record: Record?) -> Outcome? {
        switch record?.state {
        case .revoking: .elsewhere
        case .gone: record?.receipt == nil ? .failed(.abandoned) : .endedElsewhere
        case .creating, .active, .retiring, nil: nil
        }
    }

    /// Takes an event and says what is done next.
    package mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch state {
        case .creating(let creation): onCreating(event, creation, now, rules)
        case .held(let token): onHeld(event, token, now, rules)
        case .revoking(let revocation): onRevoking(event, revocation, now, rules)
        }
    }

    private mutating func onCreating(
        _ event: Event, _ creation: Creation, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        if case .naming(let token) = creation.state, case .resume(let record) = event,
            record?.state == .creating
        {
            // Whoever asked for it waits no more: nobody would use it.
            return revoking(token.id, now, rules)
        }
        var creation = creation
        var step = creation.on(event, at: now, under: rules)
        state = .creating(creation)
        guard step.effect == .finish(.done) else { return step }
        guard let token = creation.token(after: event)?.id else { return impossible(event) }
        state = .held(token)
        step.effect = .finish(.doneUntil(expiry.moment ?? now))
        return step
    }

    private mutating func onHeld(
        _ event: Event, _ token: TokenID, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        switch event {
        // Somebody revoked it, or it was found dead: nothing is left to do here.
        case .resume(let record) where record == nil || record?.state == .gone:
            return Step([], .finish(.done))
        // Somebody revokes it, and sees to the rest.
        case .resume(let record) where record?.state == .revoking: return Step([], .finish(.done))
        case .resume: return revoking(token, now, rules)
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .begin, .answer, .failure, .paused, .scrubbed, .scrubFailed, .listing, .resealed,
            .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    private mutating func revoking(_ token: TokenID, _ now: Instant, _ rules: ProviderRules) -> Step {
        var revocation = Revocation(subject, token: token, cause: .ended)
        let step = revocation.on(.begin, at: now, under: rules)
        state = .revoking(revocation)
        return step
    }

    private mutating func onRevoking(
        _ event: Event, _ revocation: Revocation, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        var revocation = revocation
        let step = revocation.on(event, at: now, under: rules)
        state = .revoking(revocation)
        return step
    }
}
