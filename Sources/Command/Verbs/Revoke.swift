internal import Lifecycle

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
        if context.options.id != nil || context.options.prefix != nil {
            return try UnmanagedRevoking(context: context).run()
        }
        if context.options.forget { return try ForgetVerb(context: context).run() }
        try Revoking(context: context).run()
    }
}

/// Revokes tokens of the vault, all at once.
private struct Revoking {
    let context: Context
    /// How long many tokens wait together where the provider takes no more requests for now, in milliseconds.
    private static let patience: Int64 = 120_000

    func run() throws(Problem) {
        let options = context.options
        guard !options.operands.isEmpty || options.all || options.expired || !options.matching.isEmpty else {
            throw .usage(
                "Say which tokens: LABEL..., --all, --expired or --matching GLOB.",
                hint: "Nothing was revoked.")
        }
        let ledger = try context.ledger()
        var chosen = try context.choose(from: ledger)
        if options.expired { chosen = try ExpiryCheck(context: context).dead(among: chosen, ledger) }
        guard !chosen.isEmpty else {
            context.console.note("No token fits; nothing was revoked.")
            return try tell([:], of: [], ledger)
        }
        try confirm(chosen, ledger)
        try tell(try revoke(chosen, ledger), of: chosen, ledger)
    }

    private func confirm(_ chosen: [Record], _ ledger: any Ledger) throws(Problem) {
        guard !context.options.yes else { return }
        let accounts = try vault { () throws(LedgerError) in try ledger.accounts() }
        for row in TokenRow.rows(chosen, accounts) {
            context.console.note(
                "  \(row.record.label.text)  (id \(row.record.token.id), account \(row.account), "
                    + "\(TokenRow.words(row.record.token.scopes)))")
        }
        let what = chosen.count == 1 ? "this token" : "these \(chosen.count) tokens"
        guard try context.terminal.confirms("Revoke and purge \(what) for good?", otherwise: "Give --yes.")
        else {
            throw Problem(.unexpected, .declined, "Nothing was revoked.")
        }
    }

    /// One that is on its way already is taken up where it stands.
    private func revoke(_ chosen: [Record], _ ledger: any Ledger) throws(Problem) -> [RecordID: Problem] {
        let open = try vault { () throws(LedgerError) in try ledger.operations() }
        let underway = Set(open.map(\.operation.subject.record))
            .intersection(chosen.filter { $0.state == .revoking }.map(\.id))
        var problems: [RecordID: Problem] = [:]
        let driver = try context.driver(ledger, for: Set(chosen.map(\.account)))
        let bar = ProgressBar("revoked at the provider", context.console)
        if chosen.count > 1 { driver.patience = Revoking.patience }
        driver.watcher = { bar.show($0) }
        defer { bar.clear() }
        let accounts = try vault { () throws(LedgerError) in try ledger.accounts() }
        func take(_ operation: any StateMachine, _ outcome: Outcome) {
            let subject = operation.subject
            let account = accounts.first { $0.id == subject.account }
            guard let problem = problem(outcome, of: operation, at: account) else { return }
            problems[subject.record] = problem
        }
        driver.resume(open.filter { underway.contains($0.operation.subject.record) }, finished: take)
        let fresh = chosen.filter { !underway.contains($0.id) }.map { record in
            Revocation(
                context.subject(record.id, record.account, record.label), token: record.token.id,
                cause: .asked, isMarked: record.state == .revoking)
        }
        driver.run(fresh, finished: take)
        return problems
    }

    private func tell(
        _ problems: [RecordID: Problem], of chosen: [Record], _ ledger: any UnlockedVault
    ) throws(Problem) {
        var failures: [Problem] = []
        var rows: [JSON] = []
        for record in chosen {
            let problem = problems[record.id]
            let name = Printable.quoted(record.label.text)
            if let problem {
                failures.append(problem)
                if chosen.count > 1 { context.console.note("Not finished: \(name): \(problem.message)") }
            } else if !context.options.json {
                context.console.note("Revoked and purged \(name) (id \(record.token.id)).")
            }
            rows.append(try row(record, problem, ledger))
        }
        let pending = failures.count { $0.exit == .pending }
        let revoked = chosen.count - failures.count
        if context.options.json {
            try context.console.print(
                .object([
                    ("version", 1), ("tokens", .array(rows)), ("revoked", .number(Int64(revoked))),
                    ("pending", .number(Int64(pending))),
                    ("failed", .number(Int64(failures.count - pending))),
                ]))
        } else if chosen.count > 1 {
            context.console.note(
                "\(chosen.count) tokens: \(revoked) revoked, \(pending) pending, "
                    + "\(failures.count - pending) failed.")
        }
        guard let first = failures.first(where: { $0.exit == .pending }) ?? failures.first else { return }
        throw chosen.count == 1 ? first : several(failures, of: chosen.count, like: first)
    }

    private func several(_ failures: [Problem], of count: Int, like first: Problem) -> Problem {
        Problem(
            first.exit, first.code,
            "\(failures.count) of \(count) tokens \(failures.count == 1 ? "is" : "are") not revoked yet.",
            safe: "None of them is handed out any more where the revocation has begun.", hint: first.hint)
    }

    private func problem(
        _ outcome: Outcome, of operation: any StateMachine, at account: Account?
    ) -> Problem? {
        switch outcome {
        case .failed(.abandoned): outcome.problem(of: operation, at: account)
        // Of a creation that is undone nothing is left, as was wanted.
        case .failed where !(operation is Revocation): nil
        case .elsewhere:
            Problem(.pending, .elsewhere, "Another process is revoking it.", hint: "See: lockstep list")
        case .done, .failed, .kept, .watching, .pending, .resting, .endedElsewhere:
            outcome.problem(of: operation, at: account)
        }
    }

    private func row(
        _ record: Record, _ problem: Problem?, _ ledger: any UnlockedVault
    ) throws(Problem) -> JSON {
        let now = try vault { () throws(LedgerError) in try ledger.record(record.id) }
        return .object([
            ("label", .text(record.label.text)), ("id", .id(record.token.id)),
            ("revoked", .bool(problem == nil)), ("reason", .optional(problem?.code.rawValue)),
            ("receipt", now?.receipt.map { ReceiptRow.json($0, key: ledger.receiptKey) } ?? .null),
        ])
    }
}
