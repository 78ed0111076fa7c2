/// Deletes a token at the provider of which the vault has nothing. Nobody here has its string, so the proof is that the provider
/// knows its id no more.
package struct UnmanagedRevocation: StateMachine {
    package static let number: UInt8 = 6
    package static let name = "delete"

    /// Where it stands, as the journal has it.
    package enum State: Hashable, Sendable {
        /// The deletion may be on its way.
        case deleting
        /// An earlier one may have been carried out: no refusal says any more that nothing was done.
        case repeating
        /// The provider says that the token is gone: it is looked at, so many more times.
        case confirming(looks: UInt16)
    }

    /// What it is about. There is no record of the id; its label is the account's name.
    package var subject: Subject
    /// The provider's id of the token.
    package let token: TokenID
    /// Where it stands.
    package internal(set) var state: State

    /// Describes the deletion of a token that is not in the vault.
    package init(_ subject: Subject, token: TokenID) { self.init(subject, token: token, state: .deleting) }

    init(_ subject: Subject, token: TokenID, state: State) {
        (self.subject, self.token, self.state) = (subject, token, state)
    }

    package var unmanagedToken: TokenID? { token }

    package mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch state {
        case .deleting, .repeating: onDeleting(event, now)
        case .confirming(let looks): onConfirming(event, looks, now)
        }
    }

    private mutating func onDeleting(_ event: Event, _ now: Instant) -> Step {
        switch event {
        case .begin:
            let begun = subject.note(.revokeBegun, at: now, token: token, detail: "unmanaged")
            return Step([begun], .ask(.delete(token)))
        case .resume, .paused:
            state = .repeating
            return Step([], .ask(.delete(token)))
        case .answer(.deleted), .answer(.absent):
            state = .confirming(looks: subject.looks)
            return Step([], .ask(.view(token)))
        case .failure(let failure) where failure.nothingWasDone && !failure.isPassing && state == .deleting:
            return Step([], .finish(.failed(.provider(failure))))
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    private mutating func onConfirming(_ event: Event, _ looks: UInt16, _ now: Instant) -> Step {
        switch event {
        case .answer(.absent):
            return Step([subject.note(.revokedUnmanaged, at: now, token: token)], .finish(.done))
        case .answer(.token) where looks > 1:
            state = .confirming(looks: looks - 1)
            return Step([], .pause(milliseconds: 1000))
        case .answer(.token):
            state = .repeating  // the next `sync` asks for the deletion again
            return Step([], .finish(.pending(.stillListed)))
        case .begin, .resume, .paused: return Step([], .ask(.view(token)))
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }
}
