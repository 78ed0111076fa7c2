internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service

extension Verbs {
    static let revoke = Verb(
        name: "revoke", aliases: ["rm"],
        summary: "delete tokens at the provider, prove it, and purge them here",
        operands: "LABEL...", count: 0...Int.max,
        flags: [
            Flag("all", nil, .toggle(\.all), "every token of the vault, or of --account"),
            Flag(
                "expired", nil, .toggle(\.expired),
                "only those whose expiry has passed, and that the provider refuses"),
            Flag(
                "matching", nil, .list("GLOB", \.matching),
                "only those whose label matches one of these, such as 'ci-*'; repeatable"),
            .id, .prefix,
            Flag("forget", nil, .toggle(\.forget), "drop LABEL without revoking it: see above"), .account,
            .yes,
        ],
        notes: [
            """
            Filters narrow each other: --expired --matching 'ci-*' chooses expired tokens whose label matches, and --account always \
            counts. With --expired each token is shown to the provider first, which has the last word: this machine's clock may be wrong.
            """,
            """
            "Revoked and purged" is said only once the provider refuses the token itself. What cannot be finished now \
            is pending (exit 8): it is handed out no more, and lockstep sync finishes it.
            """,
            """
            --id and --prefix name a token that was made elsewhere and is not in the vault.
            """,
            """
            --forget is for a token whose account at the provider is out of reach for good. It wipes the record, asks \
            nobody, and leaves no receipt: the token may live on, for whoever has a copy of it.
            """,
        ],
        examples: ["lockstep revoke ci", "lockstep revoke --matching 'ci-*' --yes"]
    ) { context throws(Problem) in
        guard !context.options.forget || context.options.id == nil && context.options.prefix == nil else {
            throw .usage("--forget takes labels: a token that is not in the vault has no record to drop.")
        }
        if let name = try context.remoteName() {
            return try UnmanagedRevoking(context: context, name: name).run()
        }
        if context.options.forget { return try ForgetVerb(context: context).run() }
        try Revoking(context: context).run()
    }
}

/// Revokes tokens of the vault, all at once.
private struct Revoking {
    let context: Context

    func run() throws(Problem) {
        let plan = try context.ask(try context.selection())
        guard !plan.tokens.isEmpty else {
            context.console.note("No token fits; nothing was revoked.")
            return try tell([])
        }
        try confirm(plan)
        try tell(try context.ask(plan, ProgressBar("revoked at the provider", context.console)))
    }

    private func confirm(_ plan: RevokePlan) throws(Problem) {
        guard !context.options.yes else { return }
        for view in plan.tokens {
            let record = view.record
            context.console.note(
                "  \(record.label.text)  (id \(record.token.id), account \(view.account), "
                    + "\(TokenRow.words(record.token.scopes)))")
        }
        let count = plan.tokens.count
        let what = count == 1 ? "this token" : "these \(count) tokens"
        guard try context.terminal.confirms("Revoke and purge \(what) for good?", otherwise: "Give --yes.")
        else {
            throw Problem(.unexpected, .declined, "Nothing was revoked.")
        }
    }

    private func tell(_ revoked: [Revoked]) throws(Problem) {
        let problems = revoked.map { $0.failure.map { Problem($0) } }
        for (one, problem) in zip(revoked, problems) {
            let (label, id) = (one.token.record.label.text, one.token.record.token.id)
            if let problem {
                if revoked.count > 1 {
                    context.console.note("Not finished: \(Printable.quoted(label)): \(problem.message)")
                }
            } else if !context.options.json {
                context.console.note("Revoked and purged \(Printable.quoted(label)) (id \(id)).")
            }
        }
        let failures = problems.compactMap(\.self)
        let pending = failures.count { $0.exit == .pending }
        let counts = RevokedCounts(
            revoked: revoked.count - failures.count, pending: pending, failed: failures.count - pending)
        if context.options.json {
            let key = revoked.contains { $0.receipt != nil } ? try context.ask(ReceiptKeyRequest()) : ""
            try context.console.print(.revoked(revoked, counts, context.wording, key: Hex.bytes(key) ?? []))
        } else if revoked.count > 1 {
            context.console.note(
                "\(revoked.count) tokens: \(counts.revoked) revoked, \(counts.pending) pending, \(counts.failed) failed."
            )
        }
        guard let first = failures.first(where: { $0.exit == .pending }) ?? failures.first else { return }
        throw revoked.count == 1 ? first : several(failures, of: revoked.count, like: first)
    }

    private func several(_ failures: [Problem], of count: Int, like first: Problem) -> Problem {
        Problem(
            first.exit, first.code,
            "\(failures.count) of \(count) tokens \(failures.count == 1 ? "is" : "are") not revoked yet.",
            safe: "None of them is handed out any more where the revocation has begun.", hint: first.hint)
    }
}

extension Context {
    /// The tokens that labels and filters choose.
    func selection() throws(Problem) -> TokenSelection {
        TokenSelection(
            labels: try options.operands.map { text throws(Problem) in try Context.label(text) },
            isAll: options.all, patterns: options.matching, isExpired: options.expired,
            account: options.account)
    }
}
