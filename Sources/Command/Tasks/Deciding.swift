internal import Lifecycle
internal import Requests
internal import Service

/// Decides something for labels, and shows what is decided.
struct Deciding {
    let context: Context
    let words: PolicyWords

    /// One token's policy is shown, too; those of several are only set.
    func run(_ options: SetOptions) throws(Problem) {
        let labels = try context.labels()
        if labels.count == 1, !options.chooses { return try run(labels[0]) }
        let tokens = TokenSelection(
            labels: labels, isAll: options.isAll, patterns: options.patterns, account: options.account)
        try run(tokens, isAgreed: options.isAgreed)
    }

    private func run(_ label: Label) throws(Problem) {
        let view = try decided(label)
        guard !context.options.json else { return try context.console.print(view.json) }
        guard let policy = view.policy else {
            return context.console.note("Nothing is set for \(Printable.quoted(label.text)).")
        }
        try context.console.print(Facts(policy.facts(due: view.due, now: context.now)))
        guard let record = view.record else {
            return context.console.note(
                "There is no token \(Printable.quoted(label.text)) now: the next one gets this policy.")
        }
        if !words.isEmpty { context.remark(on: record) }
    }

    /// Decides the same for several tokens; those that filters chose are shown first, and agreed to.
    private func run(_ tokens: TokenSelection, isAgreed: Bool) throws(Problem) {
        guard !words.isEmpty else {
            throw .usage(
                "Say what to set for these tokens, such as --owner or --lifetime.",
                hint: "One policy is shown by: lockstep set LABEL; all by: lockstep list --json")
        }
        let plan = try context.ask(DecideRequest(tokens, words))
        let (count, lines) = (plan.steps.count, ApplyWords(plan, now: context.now).lines)
        guard count > 0 else { return try tellNothing(plan) }
        let asks = tokens.labels.isEmpty && !isAgreed
        if !asks, !context.options.json { lines.forEach { context.console.note($0) } }
        try context.agree(
            !asks, lines, "Set this for \(count == 1 ? "this token" : "these \(count) tokens")?", "changed")
        try context.perform(plan)
    }

    private func tellNothing(_ plan: ApplyPlan) throws(Problem) {
        guard !context.options.json else {
            return try context.console.print(
                AppliedWords([], unchanged: plan.unchanged).json(context.wording))
        }
        context.console.note(
            plan.unchanged == 0
                ? "No token matches; nothing was changed."
                : "Nothing to do: \(plan.unchanged) \(plan.unchanged == 1 ? "token has" : "tokens have") "
                    + "that already.")
    }

    private func decided(_ label: Label) throws(Problem) -> PolicyView {
        guard !words.isEmpty else { return try context.ask(PolicyRequest(label)) }
        try served { () throws(Failure) in try Service.check(words, now: context.now) }
        return try context.ask(PolicyChange(label, words))
    }
}
