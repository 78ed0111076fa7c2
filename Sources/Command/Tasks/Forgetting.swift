internal import Lifecycle
internal import Requests

/// Drops records without revoking their tokens, and says what that leaves alive.
struct Forgetting {
    let context: Context
    let options: RevokeOptions

    func run() throws(Problem) {
        guard !context.options.operands.isEmpty, !options.filters else {
            throw .usage("--forget takes the labels one by one.", hint: "Nothing was forgotten.")
        }
        var plan = try context.ask(ForgetRequest(try context.labels(), account: options.account))
        plan.plan.keepsPolicies = options.keepsPolicy
        let records = plan.plan.tokens.map(\.record)
        let lines = records.map { Sentence.chosen($0, now: context.now) }
        try context.agree(
            options.isAgreed,
            lines + ["This does NOT revoke them: at the provider they stay valid until they expire."],
            "Wipe them from the vault for good?", "forgotten")
        _ = try context.ask(plan)
        if context.options.json { try context.console.print(.forgotten(records)) }
    }
}
