internal import Lifecycle
internal import Requests

/// What has to be done until the vault matches a file, in words.
struct ApplyWords {
    private let plan: ApplyPlan
    private let now: Instant

    init(_ plan: ApplyPlan, now: Instant) { (self.plan, self.now) = (plan, now) }

    /// A line for each step.
    var lines: [String] { plan.steps.map(line) }

    /// How many of each there are.
    var summary: String {
        let words: [(ApplyStep.Action, String)] = [
            (.set, "to set"), (.create, "to create"), (.rotate, "to rotate"), (.revoke, "to revoke"),
        ]
        let counts = words.compactMap { action, word in
            let count = plan.steps.count { $0.action == action }
            return count > 0 ? "\(count) \(word)" : nil
        }
        let unfinished = plan.interrupted.count
        let first =
            unfinished == 0
            ? "" : " First, \(unfinished) interrupted operation\(unfinished == 1 ? " is" : "s are") finished."
        guard !counts.isEmpty else { return "Nothing to do: \(unchanged) as the file says.\(first)" }
        return "\(counts.joined(separator: ", ")); \(unchanged) as the file says.\(first)"
    }

    private var unchanged: String { "\(plan.unchanged) \(plan.unchanged == 1 ? "token is" : "tokens are")" }

    private func line(_ step: ApplyStep) -> String {
        let label = Printable.line(step.label.text)
        let parts: [String?] =
            switch step.action {
            case .create: [step.spec.map { wanted($0, step) }, policy(step)]
            case .set: [policy(step) ?? "no policy"]
            case .rotate: step.causes.map { cause($0, step) } + [policy(step)]
            case .revoke: [step.before.map(present)]
            }
        let text = parts.compactMap(\.self).joined(separator: "; ")
        return "  \(step.action.rawValue)  \(label)" + (text.isEmpty ? "" : "  (\(text))")
    }

    private func wanted(_ spec: TokenSpec, _ step: ApplyStep) -> String {
        let lives = step.policy?.lifetime == nil ? spec.policy.lifetime.map { ", lives \($0)" } ?? "" : ""
        return scopes(spec) + (spec.expiry.map { ", expires \($0)" } ?? lives)
    }

    private func scopes(_ spec: TokenSpec) -> String {
        spec.isFullAccess ? "* (everything)" : spec.scopes.joined(separator: " ")
    }

    private func present(_ view: TokenView) -> String {
        "id \(view.record.token.id), account \(view.account), \(TokenRow.words(view.record.token.scopes))"
    }

    private func policy(_ step: ApplyStep) -> String? {
        step.policy.flatMap { $0.words == "none" ? nil : $0.words }
    }

    private func cause(_ cause: ApplyStep.Cause, _ step: ApplyStep) -> String {
        let token = step.before?.record.token
        let expires = token.map { Times.words($0.expiry, now: now) } ?? ""
        return switch cause {
        case .scopes: "\(token.map { TokenRow.words($0.scopes) } ?? "") -> \(step.spec.map(scopes) ?? "")"
        case .expiry: "expires \(expires) -> \(step.spec?.expiry ?? "")"
        case .lifetime: "expires \(expires), lives longer than \(step.spec?.policy.lifetime ?? "")"
        case .expired: "has expired"
        }
    }
}

/// What became of all steps, in words.
struct AppliedWords {
    private let applied: [Applied]
    private let unchanged: Int

    init(_ applied: [Applied], unchanged: Int) { (self.applied, self.unchanged) = (applied, unchanged) }

    /// What is not done, and how many there were.
    var lines: [Remark] {
        let open = applied.compactMap { one in
            one.failure.map {
                Remark(
                    "Not finished: \(one.step.action.rawValue) \(Printable.quoted(one.step.label.text)): "
                        + Problem($0).message, needsLook: true)
            }
        }
        let skipped = applied.count(where: \.isSkipped)
        let words: [(ApplyStep.Action, String)] = [
            (.set, "set"), (.create, "created"), (.rotate, "rotated"), (.revoke, "revoked"),
        ]
        var counts = words.compactMap { action, word in
            let count = applied.count { $0.step.action == action && $0.isDone }
            return count > 0 ? "\(count) \(word)" : nil
        }
        if skipped > 0 { counts.append("\(skipped) not revoked, since not all else is done") }
        counts.append("\(unchanged) unchanged")
        return open + [Remark(counts.joined(separator: ", ") + ".")]
    }

    /// The problem to end with: the first that is pending, else the first.
    var problem: Problem? {
        let problems = applied.compactMap { $0.failure.map { Problem($0) } }
        guard let first = problems.first(where: { $0.exit == .pending }) ?? problems.first else { return nil }
        let count = problems.count
        return Problem(
            first.exit, first.code,
            "\(count) of \(applied.count) changes \(count == 1 ? "is" : "are") not done.",
            safe: "All others are; running it again does only what is left.", hint: first.hint)
    }

    func json(_ wording: borrowing Wording) -> JSON {
        .applied(applied, unchanged: unchanged, isRehearsal: false, wording)
    }
}
