internal import Lifecycle
internal import Requests
internal import Service

/// Deletes a token at the provider that was made elsewhere.
struct UnmanagedRevoking {
    let context: Context
    let name: RemoteName

    func run() throws(Problem) {
        guard context.options.operands.isEmpty, !context.options.all, !context.options.expired,
            context.options.matching.isEmpty
        else { throw .usage("--id and --prefix name one token; give no others beside it.") }
        let plan = try context.ask(UnmanagedRequest(name, account: context.options.account))
        try confirm(plan.token)
        _ = try context.ask(plan)
        try tell(plan.token)
    }

    private func confirm(_ token: Token) throws(Problem) {
        guard !context.options.yes else { return }
        context.console.note("  \(token.label)  (id \(token.id), \(TokenRow.words(token.scopes)))")
        let question = "Delete this token at the provider for good?"
        guard try context.terminal.confirms(question, otherwise: "Give --yes.") else {
            throw Problem(.unexpected, .declined, "Nothing was revoked.")
        }
    }

    private func tell(_ token: Token) throws(Problem) {
        context.console.note("Deleted \(Printable.quoted(token.label)) (id \(token.id)) at the provider.")
        if context.options.json { try context.console.print(.deleted(token)) }
    }
}
