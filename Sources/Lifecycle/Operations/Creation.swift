/// Creates a token: intent, request under a provisional label, seal, compare, final label.
///
/// A request whose outcome is unknown is never repeated: its nonce is looked for, and what is found is deleted.
package struct Creation: StateMachine {
    package static let number: UInt8 = 1
    package static let name = "create"

    /// Where it stands, as the journal has it.
    package enum State: Hashable, Sendable {
        /// The request may be on its way.
        case asking
        /// The outcome is unknown: the listing is searched for the nonce, so many more times.
        case searching(looks: UInt16)
        /// These tokens carry the nonce and are not sealed: they are deleted, the first one now.
        case removing([TokenID])
        /// The first of them should be gone: it is looked at, so many more times.
        case confirming([TokenID], looks: UInt16)
        /// Sealed under its provisional label; the final one is being set.
        case naming(Token)
        /// Sealed, but not to be kept: it is revoked like any other.
        case undoing(Revocation, Undo)
        /// Given up; the nonce is watched until a moment, for a request that arrives late.
        case watching(until: Instant)
    }

    /// Why a sealed token is not kept.
    package enum Undo: Hashable, Sendable {
        /// It has other scopes, another expiry or another label than asked for.
        case grantedOtherwise
        /// The provider refuses its label, and says why.
        case nameRefused(ProviderFailure)
        /// It is no longer there.
        case vanished
        /// The provider refuses it.
        case refused
        /// It was to follow a token that is no longer wanted.
        case superseded

        var reason: Reason {
            switch self {
            case .grantedOtherwise: .grantedOtherwise
            case .nameRefused(let failure): .provider(failure)
            case .vanished: .vanished
            case .refused: .unproven
            case .superseded: .superseded
            }
        }
    }

    /// What it is about.
    package var subject: Subject
    /// The scopes asked for.
    package let scopes: Scopes
    /// The expiry asked for.
    package let expiry: Expiry
    /// What is decided for the label, in the transaction that seals the token; `nil` leaves it as it is.
    package var policy: Policy?
    /// The nonce of this one attempt.
    package let nonce: Nonce
    package var provisionalNonce: Nonce? { nonce }
    /// Where it stands.
    package internal(set) var state: State
    /// What it follows under its label; `nil` for a token under a free one. Not in the journal by itself: a rotation has it.
    var succession: Succession?
    /// Whether it is for one process alone. Not in the journal by itself: a lease has it.
    var isLeased = false
    /// Whether it is to be an account's provisioning token, and nobody's else. Not in the journal by itself: the account's rotation has it.
    var isForAccount = false

    /// A day, in seconds: how long a nonce is watched.
    static let watch: Int64 = 86_400

    /// Describes a token to be created, with a fresh nonce.
    package init(_ subject: Subject, scopes: Scopes, expiry: Expiry, nonce: Nonce = Nonce()) {
        self.subject = subject
        self.scopes = scopes
        self.expiry = expiry
        self.nonce = nonce
        state = .asking
    }

    /// Describes the removal of tokens that carry the nonce of an attempt which is over, such as a second one that
    /// the provider made of one request.
    package init(_ subject: Subject, removing tokens: [TokenID], nonce: Nonce) {
        self.init(subject, scopes: .only([:]), expiry: .never, nonce: nonce, state: .removing(tokens))
    }

    /// Describes the search for what an attempt elsewhere has left, such as a depositor's that was stopped, and its removal.
    package init(_ subject: Subject, searchingFor nonce: Nonce) {
        self.init(
            subject, scopes: .only([:]), expiry: .never, nonce: nonce, state: .searching(looks: subject.looks)
        )
    }

    /// Whether its token string is sealed, and the token to be kept.
    package var isKept: Bool {
        if case .naming = state { true } else { false }
    }

    init(_ subject: Subject, scopes: Scopes, expiry: Expiry, nonce: Nonce, state: State) {
        self.init(subject, scopes: scopes, expiry: expiry, nonce: nonce)
        self.state = state
    }

    package var waiting: Waiting {
        if case .watching = state { .listing } else { Waiting(after: subject.setback) }
    }

    package var isUndoneBySync: Bool {
        switch state {
        case .naming, .watching: false
        case .asking, .searching, .removing, .confirming, .undoing: true
        }
    }

    /// The token, where this event has just ended it as done.
    func token(after event: Event) -> Token? {
        if case .naming(let token) = state { return token }
        // At a provider that does not rename, it is done with the answer itself.
        if case .answer(.created(let made)) = event { return made }
        return nil
    }

    /// Takes an event and says what is done next.
    package mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch state {
        case .asking: onAsking(event, now, rules)
        case .searching(let looks): onSearching(event, looks, now)
        case .removing(let tokens): onRemoving(event, tokens)
        case .confirming(let tokens, let looks): onConfirming(event, tokens, looks, now)
        case .naming(let token): onNaming(event, token, now, rules)
        case .undoing(let revocation, let undo): onUndoing(event, revocation, undo, now, rules)
        case .watching(let until): onWatching(event, until, now)
        }
    }
}

extension Token {
    func labelled(_ label: String) -> Token {
        var copy = self
        copy.label = label
        return copy
    }
}
