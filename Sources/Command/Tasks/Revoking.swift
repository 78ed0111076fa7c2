internal import Lifecycle
internal import Requests
internal import Secrets

/// Revokes tokens of the vault, all at once.
struct Revoking {
    let context: Context
    /// Whether a person has agreed already.
    let isAgreed: Bool
    /// Whether policies stay for later tokens of the same labels.
    let keepsPolicies: Bool

    func run(_ selection: TokenSelection) throws(Problem) {
        var plan = try context.ask(selection)
        plan.keepsPolicies = keepsPolicies
        guard !plan.tokens.isEmpty else {
            context.console.note("No token matches; nothing was revoked.")
            return try tell([])
        }
        let count = plan.tokens.count
        try context.agree(
            isAgreed, plan.tokens.map(Sentence.chosen),
            "Revoke and purge \(count == 1 ? "this token" : "these \(count) tokens") for good?", "revoked")
        try tell(try context.ask(plan, ProgressBar("revoked at the provider", context.console)))
    }

    private func tell(_ revoked: [Revoked]) throws(Problem) {
        let words = RevokedWords(revoked)
        context.console.tell(words.lines(isJSON: context.options.json))
        if context.options.json {
            let key = revoked.contains { $0.receipt != nil } ? try context.ask(ReceiptKeyRequest()) : ""
            try context.console.print(
                .revoked(revoked, words.counts, context.wording, key: Hex.bytes(key) ?? []))
        }
        if let problem = words.problem { throw problem }
    }
}
