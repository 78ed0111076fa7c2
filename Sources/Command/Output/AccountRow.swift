internal import Lifecycle
internal import Requests

/// An account as scripts see it.
struct AccountRow {
    let account: Account

    /// The object, with the version in front when it stands alone.
    func json(versioned: Bool) -> JSON {
        .object(
            (versioned ? [("version", 1)] : []) + [
                ("account", .text(account.name.text)),
                ("address", .text(account.home.text)),
                // Sealed before addresses were kept: it counts for the usual one.
                ("addressIsKept", .bool(account.address != nil)),
                ("user", .text(account.identity.user)),
                ("restricted", .bool(account.identity.isRestricted)),
                ("scopes", .array(account.identity.scopes.list.map { .text($0) })),
                ("id", account.token.map { .id($0.id) } ?? .null),
                ("expires", .optional(account.token?.expiry.moment?.rfc3339)),
            ])
    }
}
