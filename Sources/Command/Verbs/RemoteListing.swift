internal import Lifecycle

/// Lists what the provider has, and says of each token whether Lockstep manages it; then what the provider has no more.
struct RemoteListing {
    let context: Context
    let horizon: Instant?

    /// One token at the provider.
    private struct Row {
        let token: Token
        let account: String
        /// `yes`, `no`, `renamed`, `gone`, or what else it is.
        let managed: String
    }

    func run(_ accounts: [Account], _ ledger: any Ledger) throws(Problem) {
        var rows: [Row] = []
        for account in accounts { rows += try self.rows(of: account, ledger) }
        rows = rows.filter { isWithin($0.token.expiry, horizon) }
        if context.options.json {
            return try context.console.print(.object([("version", 1), ("tokens", .array(rows.map(json)))]))
        }
        guard !rows.isEmpty else { return context.console.note("No tokens at the provider.") }
        var table = Table("LABEL", "MANAGED", "EXPIRES", "SCOPES", "ACCOUNT", "ID", "FLAGS")
        for row in rows {
            table.add(
                row.token.label, row.managed, Times.words(row.token.expiry, now: context.now),
                TokenRow.words(row.token.scopes), row.account, row.token.id.text,
                TokenFlag.words(TokenFlag.of(row.token, now: context.now)))
        }
        try context.console.print(table)
    }

    private func rows(of account: Account, _ ledger: any Ledger) throws(Problem) -> [Row] {
        let listing = try context.listing(of: account, ledger)
        let found = try vault { () throws(LedgerError) in try ledger.compare(listing, of: account) }
        let kinds: [(String, [TokenID])] = [
            ("yes", found.managed.map(\.token.id)), ("renamed", found.drifted.map(\.token.id)),
            ("no", found.unmanaged.map(\.id)), ("left behind", found.orphaned.map(\.id)),
            ("under way", found.underway.map(\.id)), ("revoked", found.lagging.map(\.id)),
        ]
        let words = Dictionary(
            kinds.flatMap { kind in kind.1.map { ($0, kind.0) } }, uniquingKeysWith: { first, _ in first })
        let there = listing.tokens.map {
            Row(token: $0, account: account.name.text, managed: words[$0.id] ?? "provisioning")
        }
        // In the vault, and no longer at the provider: what sync would purge, once the token itself is refused.
        return there
            + found.gone.map { Row(token: $0.token, account: account.name.text, managed: "gone") }
    }

    private func json(_ row: Row) -> JSON {
        .object([
            ("label", .text(row.token.label)), ("account", .text(row.account)), ("id", .id(row.token.id)),
            ("scopes", .array(row.token.scopes.list.map { .text($0) })),
            ("created", .optional(row.token.created?.rfc3339)),
            ("expires", .optional(row.token.expiry.moment?.rfc3339)), ("prefix", .text(row.token.prefix)),
            ("managed", .text(row.managed)),
            ("flags", TokenFlag.json(TokenFlag.of(row.token, now: context.now))),
        ])
    }
}
