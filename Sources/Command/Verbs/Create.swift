internal import Lifecycle
internal import ProviderProfiles
internal import Secrets

extension Verbs {
    static let create = Verb(
        name: "create", summary: "create a token at the provider and seal it in the vault",
        operands: "LABEL", count: 0...1,
        flags: [
            .scope, .expiry, .account,
            Flag(
                "scope-unknown", nil, .list("NAME:LEVEL", \.unknownScopes),
                "a scope that Lockstep does not know yet; the provider decides"),
            Flag("full-access", nil, .toggle(\.fullAccess), "a token that may do everything (scope *)"),
            Flag("reveal", nil, .toggle(\.reveal), "print the token string on stdout"),
            Flag("list-scopes", nil, .toggle(\.listScopes), "show the scopes that there are"),
        ],
        notes: [
            """
            Scopes and expiry can never be changed afterwards. The token string goes into the vault and is not \
            printed; lockstep run and lockstep get hand it out.
            """
        ],
        examples: [
            "lockstep create ci --scope linodes:rw --scope domains:ro --expiry 90d",
            "lockstep create --list-scopes",
        ]
    ) { context throws(Problem) in
        if context.options.listScopes { return try listScopes(context) }
        try Creating(context: context).run()
    }

    private static func listScopes(_ context: Context) throws(Problem) {
        if context.options.json {
            let scopes = ProviderProfile.linode.catalog.entries.map { entry -> JSON in
                .object([
                    ("name", .text(entry.name)), ("title", .text(entry.title)),
                    ("levels", .array(entry.hasReadOnly ? ["read_only", "read_write"] : ["read_write"])),
                ])
            }
            return try context.console.print(.object([("version", 1), ("scopes", .array(scopes))]))
        }
        var table = Table("SCOPE", "LEVELS", "REACHES")
        for entry in ProviderProfile.linode.catalog.entries {
            table.add(entry.name, entry.hasReadOnly ? "ro rw" : "rw", entry.title)
        }
        try context.console.print(table)
    }
}

/// Creates a token; tries again as long as it is certain that the attempt before left nothing behind.
private struct Creating {
    let context: Context
    private static let attempts = 3

    func run() throws(Problem) {
        guard !context.options.operands.isEmpty else {
            throw .usage("lockstep create takes: LABEL", hint: "See: lockstep create --help")
        }
        guard !(context.options.reveal && context.options.json) else {
            throw .usage("--json never holds a secret.", hint: "Use --reveal without it.")
        }
        let label = try context.label(0)
        let scopes = try scopes()
        let expiry = try expiry()
        if context.options.reveal || context.options.json { try context.console.requireOutput() }
        let ledger = try context.ledger()
        let account = try context.account(in: ledger)
        try create(label, scopes, expiry, account, ledger)
        try tell(label, account, ledger)
    }

    private func create(
        _ label: Label, _ scopes: Scopes, _ expiry: Expiry, _ account: Account, _ ledger: any Ledger
    ) throws(Problem) {
        let driver = try context.driver(ledger, for: [account.id])
        var last = Reason.unknownOutcome
        for attempt in 1...Creating.attempts {
            let subject = context.subject(RecordID(), account.id, label)
            let ended = driver.run(Creation(subject, scopes: scopes, expiry: expiry))
            switch ended.outcome {
            case .done: return
            case .failed(.ledger(let error)) where error.code == .conflict:
                guard [.label, .reservation].contains(error.part) else { throw overtaken(label) }
                throw .inUse(label, error)
            case .watching(let reason) where !reason.isFromProvider:
                last = reason
                if attempt < Creating.attempts {
                    context.console.note("\(Problem(reason).message) Trying once more.")
                }
            case .failed, .kept, .watching, .pending, .resting, .elsewhere, .endedElsewhere:
                throw ended.problem(at: account) ?? overtaken(label)
            }
        }
        throw Problem(last)
    }

    private func overtaken(_ label: Label) -> Problem {
        Problem(
            .conflict, .overtaken,
            "Another process revoked \(Printable.quoted(label.text)) while it was being created.",
            safe: "Nobody got the token.", hint: "See what is left to do: lockstep sync")
    }

    private func scopes() throws(Problem) -> Scopes {
        guard context.options.scopes.isEmpty, context.options.unknownScopes.isEmpty else {
            guard !context.options.fullAccess else { throw .usage("Give either scopes or --full-access.") }
            do throws(ScopeCatalog.Problem) {
                return try ProviderProfile.linode.catalog.scopes(
                    context.options.scopes, unknown: context.options.unknownScopes)
            } catch { throw Problem(error) }
        }
        guard context.options.fullAccess else {
            throw .usage(
                "Say what the token may do, with --scope.",
                hint: "For example --scope linodes:ro; all: lockstep create --list-scopes")
        }
        return .all
    }

    private func expiry() throws(Problem) -> Expiry {
        guard let text = context.options.expiry else {
            throw .usage(
                "Say how long the token lives, with --expiry.", hint: "For example --expiry 90d, or never.")
        }
        return try Times.expiry(text, now: context.now)
    }

    private func tell(_ label: Label, _ account: Account, _ ledger: any UnlockedVault) throws(Problem) {
        let record = try context.record(label, in: ledger)
        if context.options.json {
            return try context.console.print(
                TokenRow(record: record, account: account.name.text).json(versioned: true, now: context.now))
        }
        context.console.note(
            "Created \(Printable.quoted(label.text)) (id \(record.token.id)): \(TokenRow.words(record.token.scopes)), "
                + "expires \(Times.words(record.token.expiry, now: context.now))")
        guard context.options.reveal else { return }
        for handed in try context.handOut([label], .create, from: ledger) {
            try context.console.print(handed.string)
        }
    }
}

extension Problem {
    /// Says in words what is wrong with a scope.
    init(_ problem: ScopeCatalog.Problem) {
        let all = "All scopes: lockstep create --list-scopes"
        switch problem {
        case .unknownScope("*", _):
            self = .usage("A token that may do everything needs the flag --full-access.")
        case .unknownScope(let name, let nearest):
            self = .usage(
                "There is no scope \(Printable.quoted(name)).",
                hint: nearest.map { "Did you mean: \($0)" }
                    ?? "\(all). One that is newer than this Lockstep: --scope-unknown \(name):ro")
        case .unknownLevel(let level):
            self = .usage(
                "There is no level \(Printable.quoted(level)).",
                hint: "Levels: ro (read_only), rw (read_write)")
        case .noReadOnly(let name):
            self = .usage("The scope \(name) has no read_only level.", hint: "Write \(name):rw")
        case .form("*"): self = .usage("A token that may do everything needs the flag --full-access.")
        case .form(let text):
            self = .usage("\(Printable.quoted(text)) is not of the form NAME:LEVEL.", hint: all)
        }
    }
}
