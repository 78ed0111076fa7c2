internal import Lifecycle
internal import ProviderProfiles
internal import Requests
internal import Secrets
internal import Service

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
            let scopes = ProviderProfile.linode.catalog.entries.map { entry in
                ScopeChoice(
                    entry.name, title: entry.title,
                    levels: entry.hasReadOnly ? ["read_only", "read_write"] : ["read_write"])
            }
            return try context.console.print(.scopes(scopes))
        }
        var table = Table("SCOPE", "LEVELS", "REACHES")
        for entry in ProviderProfile.linode.catalog.entries {
            table.add(entry.name, entry.hasReadOnly ? "ro rw" : "rw", entry.title)
        }
        try context.console.print(table)
    }
}

/// Creates a token, and says what came of it.
private struct Creating {
    let context: Context

    func run() throws(Problem) {
        let options = context.options
        guard !options.operands.isEmpty else {
            throw .usage("lockstep create takes: LABEL", hint: "See: lockstep create --help")
        }
        guard !(options.reveal && options.json) else {
            throw .usage("--json never holds a secret.", hint: "Use --reveal without it.")
        }
        let request = CreateRequest(
            try context.label(0), scopes: options.scopes, unknownScopes: options.unknownScopes,
            isFullAccess: options.fullAccess, expiry: options.expiry, account: options.account)
        try context.check(request)
        if options.reveal || options.json { try context.console.requireOutput() }
        try tell(try context.ask(request))
    }

    private func tell(_ view: TokenView) throws(Problem) {
        let (label, token) = (view.record.label, view.record.token)
        if context.options.json {
            return try context.console.print(
                view.json(context.wording, now: context.now, isAlone: true))
        }
        context.console.note(
            "Created \(Printable.quoted(label.text)) (id \(token.id)): \(TokenRow.words(token.scopes)), "
                + "expires \(Times.words(token.expiry, now: context.now))")
        guard context.options.reveal else { return }
        for handed in try context.handOut([label], .create) {
            try context.console.print(handed.string)
        }
    }
}
