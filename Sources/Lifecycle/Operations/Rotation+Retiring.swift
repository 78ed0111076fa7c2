// The generation before: kept for a while, then revoked.

extension Rotation {
    mutating func onResting(
        _ event: Event, _ until: Instant, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        switch event {
        // It went without being found dead first, or another operation sees to that: nothing is left to do here.
        case .resume(let old) where old?.state != .retiring: return Step([], .finish(.done))
        case .resume where now < until, .paused where now < until: return Step([], .finish(.doneUntil(until)))
        case .resume, .paused: return revoking(now, rules)
        case .fetched where overlap.endsWhenRead: return revoking(now, rules)
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .begin, .answer, .failure, .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed,
            .fetched, .replaced:
            return impossible(event)
        }
    }

    mutating func revoking(_ now: Instant, _ rules: ProviderRules) -> Step {
        var revocation = Revocation(subject, token: token, cause: .succeeded)
        let step = revocation.on(.begin, at: now, under: rules)
        state = .revoking(revocation)
        return step
    }

    mutating func onRevoking(
        _ event: Event, _ revocation: Revocation, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        var revocation = revocation
        let step = revocation.on(event, at: now, under: rules)
        state = .revoking(revocation)
        return step
    }
}
