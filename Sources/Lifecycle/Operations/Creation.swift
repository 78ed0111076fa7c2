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

        var reason: Reason {
            switch self {
            case .grantedOtherwise: .grantedOtherwise
            case .nameRefused(let failure): .provider(failure)
            case .vanished: .vanished
            }
        }
    }

    /// What it is about.
    package var subject: Subject
    /// The scopes asked for.
    package let scopes: Scopes
    /// The expiry asked for.
    package let expiry: Expiry
    /// The nonce of this one attempt.
    package let nonce: Nonce
    package var provisionalNonce: Nonce? { nonce }
    /// Where it stands.
    package internal(set) var state: State

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

extension Creation {
    private mutating func onAsking(_ event: Event, _ now: Instant, _ rules: ProviderRules) -> Step {
        switch event {
        case .begin:
            return Step(
                [.reserve(subject.label, for: subject.record), subject.note(.createBegun, at: now)],
                .ask(.create(label: ProvisionalLabel(nonce).text, scopes: scopes, expiry: expiry)))
        case .answer(.created(let token)): return sealing(token, now, rules)
        case .failure(let failure) where failure.neverLeft:
            return Step(undone(now), .finish(.failed(.provider(failure))))
        case .failure(let failure) where failure.nothingWasDone:
            // So says the answer, but something between here and there may have given it: the nonce stays on watch.
            state = .watching(until: subject.began.advanced(by: Self.watch))
            return Step(undone(now), .finish(.watching(.provider(failure))))
        case .resume:
            // Nobody waits any more. A listing that had time to catch up needs to be read only once.
            let caughtUp = now > subject.began.advanced(by: Int64(subject.settle) + 60)
            state = .searching(looks: caughtUp ? 1 : subject.looks)
            return Step([], .ask(.list))
        case .answer, .failure:
            state = .searching(looks: subject.looks)
            return Step([], .ask(.list))
        case .abandoned: return abandoned
        case .paused, .scrubbed, .scrubFailed, .listing: return impossible(event)
        }
    }

    /// The string is sealed before anything else happens to the token, whatever the provider granted.
    private mutating func sealing(_ token: Token, _ now: Instant, _ rules: ProviderRules) -> Step {
        let record = Record(
            id: subject.record, account: subject.account, label: subject.label, state: .creating,
            token: token,
            nonce: nonce, sealed: now)
        let changes = [Change.seal(record), subject.note(.tokenSealed, at: now, token: token.id)]
        if rules.agree(token.scopes, with: scopes), rules.agree(token.expiry, with: expiry),
            token.label == ProvisionalLabel(nonce).text
        {
            guard rules.canRename else { return Step(changes + active(token, now), .finish(.done)) }
            state = .naming(token)
            return Step(changes, .ask(.rename(token.id, subject.label.text)))
        }
        return undoing(token, .grantedOtherwise, after: changes, now, rules)
    }

    /// Its label is the vault's alone: nothing is left to ask for.
    private func active(_ token: Token, _ now: Instant) -> [Change] {
        [.move(subject.record, to: .active), subject.note(.tokenActive, at: now, token: token.id)]
    }

    private mutating func onSearching(_ event: Event, _ looks: UInt16, _ now: Instant) -> Step {
        switch event {
        case .answer(.tokens(let all)):
            let found = mine(among: all.tokens)
            if !found.isEmpty { return removing(found) }
            guard looks <= 1 else {
                state = .searching(looks: looks - 1)
                return Step([], .pause(milliseconds: 1000))
            }
            guard all.unreadable.isEmpty else { return Step([], .finish(.pending(.unreadableListing))) }
            return givingUp(.unknownOutcome, now)
        case .paused, .resume, .begin: return Step([], .ask(.list))
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return abandoned
        case .scrubbed, .scrubFailed, .listing: return impossible(event)
        }
    }

    private mutating func removing(_ found: [TokenID]) -> Step {
        state = .removing(found)
        return Step([], .ask(.delete(found[0])))
    }

    private mutating func onRemoving(_ event: Event, _ tokens: [TokenID]) -> Step {
        switch event {
        case .answer(.deleted), .answer(.absent):
            state = .confirming(tokens, looks: subject.looks)
            return Step([], .ask(.view(tokens[0])))
        case .resume, .begin, .paused: return Step([], .ask(.delete(tokens[0])))
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return abandoned
        case .scrubbed, .scrubFailed, .listing: return impossible(event)
        }
    }

    private mutating func onConfirming(
        _ event: Event, _ tokens: [TokenID], _ looks: UInt16, _ now: Instant
    ) -> Step {
        switch event {
        case .answer(.absent) where tokens.count > 1: return removing(Array(tokens.dropFirst()))
        case .answer(.absent): return givingUp(.strayDeleted, now)
        case .answer(.token) where looks > 1:
            state = .confirming(tokens, looks: looks - 1)
            return Step([], .pause(milliseconds: 1000))
        case .answer(.token):
            state = .removing(tokens)
            return Step([], .finish(.pending(.stillAlive)))
        case .paused: return Step([], .ask(.view(tokens[0])))
        case .resume, .begin: return removing(tokens)
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return abandoned
        case .scrubbed, .scrubFailed, .listing: return impossible(event)
        }
    }

    private mutating func givingUp(_ reason: Reason, _ now: Instant) -> Step {
        state = .watching(until: subject.began.advanced(by: Self.watch))
        return Step(undone(now), .finish(.watching(reason)))
    }

    private func undone(_ now: Instant) -> [Change] {
        [.release(subject.label, of: subject.record), subject.note(.createUndone, at: now)]
    }

    private mutating func onNaming(
        _ event: Event, _ token: Token, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        switch event {
        case .answer(.token(let named)) where named.label == subject.label.text:
            return Step(
                [
                    .describe(subject.record, label: subject.label, token: token.labelled(named.label)),
                    .move(subject.record, to: .active), subject.note(.tokenActive, at: now, token: token.id),
                ], .finish(.done))
        case .answer(.absent): return undoing(token, .vanished, now, rules)
        case .failure(let failure) where failure.code == .rejected:
            return undoing(token, .nameRefused(failure), now, rules)
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .resume(let record) where record?.state != .creating:
            return Step([], .finish(.failed(.superseded)))
        case .resume, .begin, .paused: return Step([], .ask(.rename(token.id, subject.label.text)))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return abandoned
        case .scrubbed, .scrubFailed, .listing: return impossible(event)
        }
    }

    private mutating func undoing(
        _ token: Token, _ undo: Undo, after changes: [Change] = [], _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        var revocation = Revocation(subject, token: token.id, cause: .undo)
        let step = revocation.on(.begin, at: now, under: rules)
        state = .undoing(revocation, undo)
        return Step(changes + step.changes, step.effect)
    }

    private mutating func onUndoing(
        _ event: Event, _ revocation: Revocation, _ undo: Undo, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        if event == .abandoned { return abandoned }
        var revocation = revocation
        var step = revocation.on(event, at: now, under: rules)
        state = .undoing(revocation, undo)
        if step.effect == .finish(.done) {
            step.changes.append(subject.note(.createUndone, at: now))
            step.effect = .finish(.failed(undo.reason))
        }
        return step
    }

    private mutating func onWatching(_ event: Event, _ until: Instant, _ now: Instant) -> Step {
        switch event {
        case .listing(let all), .answer(.tokens(let all)):
            let found = mine(among: all.tokens)
            if !found.isEmpty { return removing(found) }
            // One that cannot be read may carry the nonce: the watch goes on, however late it is.
            guard all.unreadable.isEmpty else { return Step([], .finish(.watching(.unreadableListing))) }
            return Step([], .finish(now >= until ? .failed(.unknownOutcome) : .watching(.unknownOutcome)))
        case .begin, .resume, .paused: return Step([], .ask(.list))
        case .failure(let failure): return Step([], .finish(.watching(.provider(failure))))
        case .answer: return Step([], .finish(.watching(.provider(.unexpected))))
        case .abandoned: return abandoned
        case .scrubbed, .scrubFailed: return impossible(event)
        }
    }

    /// The record is forgotten: what may be at the provider under the nonce is left there.
    private var abandoned: Step {
        Step([.release(subject.label, of: subject.record)], .finish(.failed(.abandoned)))
    }

    /// The unsealed tokens in a listing that carry this attempt's nonce.
    private func mine(among tokens: [Token]) -> [TokenID] {
        tokens.filter { ProvisionalLabel($0.label)?.nonce == nonce }.map(\.id)
    }
}

extension Token {
    func labelled(_ label: String) -> Token {
        var copy = self
        copy.label = label
        return copy
    }
}
