internal import Lifecycle

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
        let ledger = try context.ledger()
        let record = try context.record(label, in: ledger)
        let accounts = try vault { () throws(LedgerError) in try ledger.accounts() }
        let pending = try vault { () throws(LedgerError) in try context.pendingRows(ledger) }
        let row = TokenRow.rows([record], accounts, pending)[0]
        let readings = try vault { () throws(LedgerError) in try ledger.readings(of: record) }
        if context.options.json {
            return try context.console.print(row.json(versioned: true, now: context.now, read: readings))
        }
        try context.console.print(row.lines(now: context.now, read: readings))
    }
}

/// Lists tokens.
private struct Listing {
    let context: Context

    func run() throws(Problem) {
        let horizon = try horizon()
        let ledger = try context.ledger()
        let accounts = try vault { () throws(LedgerError) in try ledger.accounts() }
        if let name = context.options.account, !accounts.contains(where: { $0.name.text == name }) {
            throw context.noAccount(name, among: accounts)
        }
        let asked = accounts.filter {
            context.options.account == nil || $0.name.text == context.options.account
        }
        if context.options.remote {
            return try RemoteListing(context: context, horizon: horizon).run(asked, ledger)
        }
        let ids = Set(asked.map(\.id))
        let listing = try vault { () throws(LedgerError) in try ledger.listing() }
        let pending = try vault { () throws(LedgerError) in try context.pendingRows(ledger) }
        let surroundings = TokenRow.Surroundings(accounts, pending)
        let (isOfAny, areAll) = (context.options.account == nil, context.options.all && horizon == nil)
        try tell { () throws(Problem) in
            while let record = try vault({ () throws(LedgerError) in try listing.next() }) {
                guard isOfAny || ids.contains(record.account), record.state != .gone || areAll,
                    isWithin(record.token.expiry, horizon)
                else { continue }
                return surroundings.row(of: record)
            }
            return nil
        }
        context.warn(of: pending)
    }

    private func tell(_ next: () throws(Problem) -> TokenRow?) throws(Problem) {
        if context.options.json {
            let now = context.now
            return try context.console.print([("version", 1)], list: "tokens") { () throws(Problem) in
                try next()?.json(versioned: false, now: now)
            }
        }
        var table = Table("LABEL", "STATE", "EXPIRES", "SCOPES", "ACCOUNT", "ID", "FLAGS")
        while let row = try next() {
            let record = row.record
            table.add(
                record.label.text, record.state.name,
                record.state == .gone ? "" : Times.words(record.token.expiry, now: context.now),
                TokenRow.words(record.token.scopes), row.account, record.token.id.text,
                TokenFlag.words(TokenFlag.of(record, now: context.now)))
        }
        guard !table.rows.isEmpty else { return context.console.note("No tokens.") }
        try context.console.print(table)
    }

    private func horizon() throws(Problem) -> Instant? {
        guard let text = context.options.expiring else { return nil }
        guard let duration = Times.duration(text) else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid duration.",
                hint: "Write 30m, 12h, 14d, 2w, 6mo or 1y.")
        }
        return duration.after(context.now)
    }
}

/// Whether an expiry comes before a moment; any does when there is no moment.
func isWithin(_ expiry: Expiry, _ horizon: Instant?) -> Bool {
    guard let horizon else { return true }
    return expiry.moment.map { $0 <= horizon } ?? false
}
