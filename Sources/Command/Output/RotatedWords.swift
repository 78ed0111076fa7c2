internal import Lifecycle
internal import Requests

/// What became of tokens that were to be rotated, in words.
struct RotatedWords {
    private let rotated: [Rotated]
    private let now: Instant
    /// What is in the way of each; `nil` for one that is done.
    private let problems: [Problem?]

    init(_ rotated: [Rotated], now: Instant) {
        (self.rotated, self.now) = (rotated, now)
        problems = rotated.map { $0.failure.map { Problem($0) } }
    }

    private var failures: [Problem] { problems.compactMap(\.self) }

    var counts: RotatedCounts {
        let pending = failures.count { $0.exit == .pending }
        return RotatedCounts(
            rotated: rotated.count { $0.new != nil }, pending: pending, failed: failures.count - pending)
    }

    /// A sentence a token, and how many there were. Of one token, its problem is said at the end.
    func lines(isJSON: Bool) -> [String] {
        let isOne = rotated.count == 1
        var lines: [String] = []
        for (one, problem) in zip(rotated, problems) {
            if !isJSON, one.new != nil { lines.append(Sentence.rotated(one, now: now)) }
            guard let problem, !isOne else { continue }
            let name = Printable.quoted(one.old.record.label.text)
            lines.append("Not finished: \(name): \(problem.message)")
        }
        guard !isJSON, rotated.count > 1 else { return lines }
        return lines + [
            "\(rotated.count) tokens: \(counts.rotated) rotated, \(counts.pending) pending, "
                + "\(counts.failed) failed."
        ]
    }

    /// The problem to end with: the first that is pending, else the first.
    var problem: Problem? {
        guard let first = failures.first(where: { $0.exit == .pending }) ?? failures.first else { return nil }
        guard rotated.count > 1 else { return first }
        return Problem(
            first.exit, first.code,
            "\(failures.count) of \(rotated.count) tokens \(failures.count == 1 ? "is" : "are") not rotated "
                + "yet, or the old one is not revoked yet.",
            safe: "Each of them has a token that works and is handed out.", hint: first.hint)
    }
}

extension Sentence {
    /// That another token is handed out, and what becomes of the old one.
    static func rotated(_ rotated: Rotated, now: Instant) -> String {
        guard let new = rotated.new?.record else { return "" }
        let begin =
            "Rotated \(Printable.quoted(new.label.text)): generation \(new.generation) (id \(new.token.id), "
            + "expires \(Times.words(new.token.expiry, now: now))) is handed out from now on."
        let end = rotated.until.map { min($0, rotated.old.record.token.expiry.moment ?? $0) }
        let isShort = end.flatMap { end in new.token.expiry.moment.map { $0 < end } } ?? false
        return [
            begin, fate(of: rotated, now: now), isShort ? "The new one expires before that." : nil,
            new.lifeRemark("generation \(new.generation)", now: now),
        ].compactMap(\.self).joined(separator: " ")
    }

    /// What becomes of the old one: its overlap may be longer than its life.
    private static func fate(of rotated: Rotated, now: Instant) -> String {
        let old = rotated.old.record
        let name = "Generation \(old.generation) (id \(old.token.id))"
        guard let until = rotated.until else {
            return rotated.failure == nil ? "\(name) is revoked and purged." : "\(name) is not revoked yet."
        }
        guard let expiry = old.token.expiry.moment, expiry < until else {
            return "\(name) works until \(Times.words(until, now: now)); then the agent, or lockstep tick, "
                + "revokes it."
        }
        guard expiry > now else { return "\(name) has expired; the agent, or lockstep tick, purges it." }
        return
            "\(name) works until it expires, before its overlap is over: \(Times.words(expiry, now: now)); "
            + "then the agent, or lockstep tick, purges it."
    }
}

extension Context {
    /// Tells what became of each of the tokens that were to be rotated; throws what is in the way.
    func tell(_ rotated: [Rotated]) throws(Problem) {
        let words = RotatedWords(rotated, now: now)
        words.lines(isJSON: options.json).forEach(console.note)
        if options.json {
            try console.print(.rotated(rotated, words.counts, wording, now: now))
        }
        if let problem = words.problem { throw problem }
    }
}
