internal import Lifecycle
internal import Requests
internal import Service

extension Verbs {
    static let list = Verb(
        name: "list", aliases: ["ls"], summary: "list the tokens of the vault, or all at the provider",
        flags: [
            Flag(
                "remote", nil, .toggle(\.remote), "what the provider lists, and which of it Lockstep manages"),
            Flag("expiring", nil, .value("DURATION", \.expiring), "only what expires within this time"),
            Flag("all", nil, .toggle(\.all), "purged tokens too"), .account,
        ],
        notes: [
            """
            FLAGS names what deserves a look: expired, expires soon (\(Times.soon)), never expires, full access. \
            Operations that wait to be finished are told on stderr.
            """
        ],
        examples: ["lockstep list", "lockstep list --expiring 14d --json", "lockstep list --remote"]
    ) { context throws(Problem) in try Listing(context: context).run() }

    static let show = Verb(
        name: "show", summary: "show what is known of one token, without its string", operands: "LABEL",
        count: 1...1,
        examples: ["lockstep show ci", "lockstep show ci --json"]
    ) { context throws(Problem) in
        let label = try context.label(0)
        let shown = try context.ask(ShowRequest(label))
        if context.options.json {
            return try context.console.print(
                shown.token.json(context.wording, now: context.now, isAlone: true, read: shown.readings))
        }
        try context.console.print(
            TokenRow(shown.token, context).lines(now: context.now, read: shown.readings))
    }
}

/// Lists tokens.
private struct Listing {
    let context: Context

    func run() throws(Problem) {
        let options = context.options
        let request = ListRequest(account: options.account, isAll: options.all, expiring: options.expiring)
        guard !options.remote else {
            return try RemoteListing(context: context).tell(try context.ask(RemoteListRequest(request)))
        }
        let tokens = try context.ask(request)
        try tell(tokens.next)
        context.warn(of: tokens.head)
    }

    private func tell(_ next: () throws(Problem) -> TokenView?) throws(Problem) {
        if context.options.json {
            let (now, wording) = (context.now, context.wording)
            return try context.console.print(JSON.tokens) { () throws(Problem) in
                try next()?.json(wording, now: now)
            }
        }
        var table = Table("LABEL", "STATE", "EXPIRES", "SCOPES", "ACCOUNT", "ID", "FLAGS")
        while let view = try next() {
            let record = view.record
            table.add(
                record.label.text, record.state.name,
                record.state == .gone ? "" : Times.words(record.token.expiry, now: context.now),
                TokenRow.words(record.token.scopes), view.account, record.token.id.text,
                TokenFlag.words(TokenFlag.of(record, now: context.now)))
        }
        guard !table.rows.isEmpty else { return context.console.note("No tokens.") }
        try context.console.print(table)
    }
}
