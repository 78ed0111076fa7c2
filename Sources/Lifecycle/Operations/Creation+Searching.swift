// A request of unknown outcome: its nonce is looked for, and what is found is deleted.

extension Creation {
    mutating func onSearching(_ event: Event, _ looks: UInt16, _ now: Instant) -> Step {
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
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    mutating func removing(_ found: [TokenID]) -> Step {
        state = .removing(found)
        return Step([], .ask(.delete(found[0])))
    }

    mutating func onRemoving(_ event: Event, _ tokens: [TokenID]) -> Step {
        switch event {
        case .answer(.deleted), .answer(.absent):
            state = .confirming(tokens, looks: subject.looks)
            return Step([], .ask(.view(tokens[0])))
        case .resume, .begin, .paused: return Step([], .ask(.delete(tokens[0])))
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return abandoned
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    mutating func onConfirming(
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
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    mutating func givingUp(_ reason: Reason, _ now: Instant) -> Step {
        state = .watching(until: subject.began.advanced(by: Self.watch))
        return Step(undone(now), .finish(.watching(reason)))
    }

    mutating func onWatching(_ event: Event, _ until: Instant, _ now: Instant) -> Step {
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
        case .scrubbed, .scrubFailed, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    /// The unsealed tokens in a listing that carry this attempt's nonce.
    func mine(among tokens: [Token]) -> [TokenID] {
        tokens.filter { ProvisionalLabel($0.label)?.nonce == nonce }.map(\.id)
    }
}
