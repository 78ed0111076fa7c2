// The final label; or the end of a token that is not to be kept.

extension Creation {
    mutating func onNaming(
        _ event: Event, _ token: Token, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        switch event {
        case .answer(.token(let named)) where named.label == subject.label.text:
            let described = Change.describe(
                subject.record, label: subject.label, token: token.labelled(named.label))
            return Step([described] + active(token, now), .finish(.done))
        case .answer(.absent): return undoing(token, .vanished, now, rules)
        case .failure(let failure) where failure.code == .rejected:
            return undoing(token, .nameRefused(failure), now, rules)
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .resume(let record) where record?.state != .creating:
            return Step([], .finish(.failed(.superseded)))
        case .resume, .begin, .paused: return Step([], .ask(.rename(token.id, subject.label.text)))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return abandoned
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    mutating func undoing(
        _ token: Token, _ undo: Undo, after changes: [Change] = [], _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        var revocation = Revocation(subject, token: token.id, cause: .undo)
        let step = revocation.on(.begin, at: now, under: rules)
        state = .undoing(revocation, undo)
        return Step(changes + step.changes, step.effect)
    }

    mutating func onUndoing(
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
}
