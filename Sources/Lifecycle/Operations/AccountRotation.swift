/// Puts a new provisioning token in the place of an account's: creates one with the same rights, proves it, exchanges the two in one
/// change of the vault, and revokes the former one with it.
///
/// Its record has the new token until the exchange, and the former one from then on, so that this is revoked, proven dead and purged
/// like any other. Neither is ever handed out.
package struct AccountRotation: StateMachine {
    package static let number: UInt8 = 10
    package static let name = "rotate-account"

    /// Where it stands, as the journal has it.
    package enum State: Hashable, Sendable {
        /// The new token is created, or undone.
        case creating(Creation)
        /// It is sealed and has its label: the string is tried at the provider, so many more times.
        case probing(Token, looks: UInt16)
        /// It is the account's: the former one is revoked.
        case revoking(Revocation)
    }

    /// What it is about.
    package var subject: Subject
    /// The former token, as the provider lists it.
    package let former: Token
    /// Who it belongs to, with the scopes that the new one is to have.
    package let identity: Identity
    /// The expiry that the new one is to have.
    package let expiry: Expiry
    /// The nonce of this one attempt.
    package let nonce: Nonce
    /// Where it stands.
    package internal(set) var state: State

    /// Describes the rotation of an account's provisioning token, with a fresh nonce.
    package init(
        _ subject: Subject, former: Token, identity: Identity, expiry: Expiry, nonce: Nonce = Nonce()
    ) {
        (self.subject, self.former, self.identity) = (subject, former, identity)
        (self.expiry, self.nonce) = (expiry, nonce)
        state = .creating(Creation(subject, scopes: identity.scopes, expiry: expiry, nonce: nonce))
        state = .creating(creation(.asking))
    }

    /// The label of the new token at the provider, and of the record while there is one.
    package static func label(of account: Label) -> Label? {
        try? Label(String("provisioning token of \(account.text)".unicodeScalars.prefix(100)))
    }

    /// The child that creates the new token.
    func creation(_ state: Creation.State) -> Creation {
        var creation = Creation(
            subject, scopes: identity.scopes, expiry: expiry, nonce: nonce, state: state)
        creation.isForAccount = true
        return creation
    }

    package var waiting: Waiting {
        if case .creating(let creation) = state, case .watching = creation.state { return .listing }
        return Waiting(after: subject.setback)
    }

    package var isUndoneBySync: Bool {
        if case .creating(let creation) = state { creation.isUndoneBySync } else { false }
    }

    package var provisionalNonce: Nonce? {
        if case .creating = state { nonce } else { nil }
    }

    package var replaceable: Token? {
        switch state {
        case .creating(let creation):
            if case .naming = creation.state { former } else { nil }
        case .probing: former
        case .revoking: nil
        }
    }

    /// Takes an event and says what is done next.
    package mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch state {
        case .creating(let creation):
            if case .naming(let token) = creation.state, event == .replaced { return withdrawing(token, now) }
            return onCreating(event, creation, now, rules)
        case .probing(let token, let looks): return onProbing(event, token, looks, now, rules)
        case .revoking(var revocation):
            let step = revocation.on(event, at: now, under: rules)
            state = .revoking(revocation)
            return step
        }
    }

    private mutating func onCreating(
        _ event: Event, _ creation: Creation, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        var creation = creation
        var step = creation.on(event, at: now, under: rules)
        state = .creating(creation)
        guard step.effect == .finish(.done) else { return step }
        guard let next = creation.token(after: event) else { return impossible(event) }
        state = .probing(next, looks: subject.looks)
        step.effect = .probe(subject.record)
        return step
    }
}
