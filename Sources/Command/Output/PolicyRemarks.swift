internal import Lifecycle
internal import Requests

// What people might not expect of a policy, and of a token under it.

extension Policy {
    /// How long a token lives that is made at a moment, and how much of that is left when the next one is made; `nil` without a lifetime.
    private func life(madeAt made: Instant) -> (whole: Int64, left: Int64)? {
        guard let lifetime else { return nil }
        let whole = lifetime.after(made).seconds - made.seconds
        return (whole, due(madeAt: made).map { made.seconds + whole - $0.seconds } ?? whole)
    }

    /// That an old token expires before its overlap is over; `nil` where it does not.
    func overlapRemark(madeAt made: Instant) -> String? {
        guard let (whole, left) = life(madeAt: made), Int64(overlap) > left else { return nil }
        let kept = Times.span(Int64(overlap))
        return left == whole
            ? "An overlap of \(kept) is cut short: a token lives only \(Times.span(whole))."
            : "An overlap of \(kept) is cut short: a token has \(Times.span(left)) left when the next one is made."
    }

    /// Clocks and providers round.
    fileprivate func isLife(_ seconds: Int64?, madeAt made: Instant) -> Bool {
        guard let (whole, _) = life(madeAt: made), let seconds else { return false }
        return abs(seconds - whole) <= 120 + whole / 100
    }
}

extension Record {
    private var made: Instant { token.created ?? sealed }

    /// What replaces it, where it lives for another time than its policy says; `nil` where it does not.
    func lifeRemark(_ name: String, now: Instant) -> String? {
        guard let policy, let lifetime = policy.lifetime,
            !policy.isLife(token.expiry.moment.map { $0.seconds - made.seconds }, madeAt: made)
        else { return nil }
        guard let due = policy.due(self) else {
            return "Nothing replaces \(name) by itself; lockstep rotate does, with one that lives "
                + "\(lifetime.text)."
        }
        let time = due > now ? "on \(Times.words(.at(due), now: now))" : "as soon as it can"
        return "The policy replaces \(name) \(time), with one that lives \(lifetime.text)."
    }

    /// What deserves a word once a policy is set.
    func remarks(now: Instant) -> [String] {
        guard let policy, let lifetime = policy.lifetime else { return [] }
        let life = lifeRemark("it", now: now).map { remark in
            let end =
                token.expiry == .never ? "never expires" : "expires \(Times.words(token.expiry, now: now))"
            return "This token \(end). \(remark)"
        }
        let byHand =
            policy.renewal == .never && life == nil
            ? "Nothing replaces it by itself; lockstep rotate does, with one that lives \(lifetime.text)."
            : nil
        return [life, byHand, policy.overlapRemark(madeAt: made)].compactMap(\.self)
    }
}

extension Context {
    /// Says what people might not expect of a policy that was just set; scripts have the figures.
    func remark(on record: Record) {
        guard !options.json, let policy = record.policy else { return }
        record.remarks(now: now).forEach(console.note)
        guard policy.due(record) != nil, let settings = try? ask(SettingsRequest()),
            settings.changes.isHandsOutOnly
        else { return }
        console.note("The vault's agent only hands out, so it renews nothing: lockstep tick does.")
    }
}
