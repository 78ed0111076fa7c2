internal import Lifecycle
internal import Requests

/// Deletes a token at the provider that was made elsewhere.
struct UnmanagedRevoking {
    let context: Context
    let options: RevokeOptions

    func run(_ name: RemoteName) throws(Problem) {
        guard context.options.operands.isEmpty, !options.filters else {
            throw .usage("--id and --prefix name one token; name no others with them.")
        }
        let plan = try context.ask(UnmanagedRequest(name, account: options.account))
        try context.agree(
            options.isAgreed, [Sentence.chosen(plan.token)], "Delete this token at the provider for good?",
            "revoked")
        _ = try context.ask(plan)
        context.console.note(Sentence.deleted(plan.token))
        if context.options.json { try context.console.print(.deleted(plan.token)) }
    }
}
