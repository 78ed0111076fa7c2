// The request, and the sealing of its answer.

extension Creation {
    mutating func onAsking(_ event: Event, _ now: Instant, _ rules: ProviderRules) -> Step {
        switch event {
        case .begin:
            return Step(
                [reserving, subject.note(.createBegun, at: now, generation: succession?.generation)],
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
        case .paused, .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    private var reserving: Change {
        guard let succession else { return .reserve(subject.label, for: subject.record) }
        return .reserveNext(
            subject.label, for: subject.record, after: succession.predecessor,
            generation: succession.generation)
    }

    /// The string is sealed before anything else happens to the token, whatever the provider granted.
    mutating func sealing(_ token: Token, _ now: Instant, _ rules: ProviderRules) -> Step {
        var record = Record(
            id: subject.record, account: subject.account, label: subject.label,
            generation: succession?.generation ?? 1, state: .creating, token: token, nonce: nonce,
            sealed: now)
        (record.policy, record.isLeased) = (policy, isLeased)
        let changes =
            [
                succession == nil ? Change.seal(record) : .sealNext(record),
                subject.note(.tokenSealed, at: now, token: token.id, generation: succession?.generation),
            ] + decided(now, token)
        if rules.agree(token.scopes, with: scopes), rules.agree(token.expiry, with: expiry),
            token.label == ProvisionalLabel(nonce).text
        {
            guard rules.canRename else { return Step(changes + active(token, now), .finish(.done)) }
            state = .naming(token)
            return Step(changes, .ask(.rename(token.id, subject.label.text)))
        }
        return undoing(token, .grantedOtherwise, after: changes, now, rules)
    }

    /// It is handed out from here on; unless it follows another token, and is proven first, or is an account's.
    func active(_ token: Token, _ now: Instant) -> [Change] {
        guard succession == nil, !isForAccount else { return [] }
        return [.move(subject.record, to: .active), subject.note(.tokenActive, at: now, token: token.id)]
    }

    func undone(_ now: Instant) -> [Change] {
        [.release(subject.label, of: subject.record), subject.note(.createUndone, at: now)]
    }

    /// The record is forgotten: what may be at the provider under the nonce is left there.
    var abandoned: Step {
        Step([.release(subject.label, of: subject.record)], .finish(.failed(.abandoned)))
    }

    /// The log has what is decided with it.
    private func decided(_ now: Instant, _ token: Token) -> [Change] {
        guard let policy else { return [] }
        return [subject.note(.policyChanged, at: now, token: token.id, detail: policy.words)]
    }
}
