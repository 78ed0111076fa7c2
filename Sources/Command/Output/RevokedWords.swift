internal import Lifecycle
internal import Requests

/// What became of tokens that were to be revoked, in words.
struct RevokedWords {
    let revoked: [Revoked]
    /// What is in the way of each; `nil` for one that is revoked.
    private let problems: [Problem?]

    init(_ revoked: [Revoked]) {
        (self.revoked, problems) = (revoked, revoked.map { $0.failure.map { Problem($0) } })
    }

    private var failures: [Problem] { problems.compactMap(\.self) }

    var counts: RevokedCounts {
        let pending = failures.count { $0.exit == .pending }
        return RevokedCounts(
            revoked: revoked.count - failures.count, pending: pending, failed: failures.count - pending)
    }

    /// A sentence a token, and how many there were. Scripts have what was revoked, and the counts, in their answer; of one
    /// token, its problem is said at the end.
    func lines(isJSON: Bool) -> [Remark] {
        let isOne = revoked.count == 1
        let lines = zip(revoked, problems).compactMap { one, problem -> Remark? in
            let record = one.token.record
            guard let problem else { return isJSON ? nil : Remark(Sentence.revoked(record)) }
            let text = "Not finished: \(Printable.quoted(record.label.text)): \(problem.message)"
            return isOne ? nil : Remark(text, needsLook: true)
        }
        guard !isJSON, revoked.count > 1 else { return lines }
        return lines + [
            Remark(
                "\(revoked.count) tokens: \(counts.revoked) revoked, \(counts.pending) pending, "
                    + "\(counts.failed) failed.")
        ]
    }

    /// The problem to end with: the first that is pending, else the first.
    var problem: Problem? {
        guard let first = failures.first(where: { $0.exit == .pending }) ?? failures.first else { return nil }
        guard revoked.count > 1 else { return first }
        guard !failures.allSatisfy({ $0.code == .interrupted }) else {
            return Problem(
                first.exit, first.code,
                "\(failures.count) of \(revoked.count) tokens were not processed, because the command was "
                    + "interrupted.",
                safe: "They can be used as before.", hint: "Run the command again.")
        }
        return Problem(
            first.exit, first.code,
            "\(failures.count) of \(revoked.count) tokens \(failures.count == 1 ? "is" : "are") not revoked "
                + "yet.",
            safe: "Those whose revocation has begun are no longer handed out.", hint: first.hint)
    }
}
