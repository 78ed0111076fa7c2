package import Lifecycle

// Accounts.

extension Account {
    fileprivate var members: [(String, JSON)] {
        [
            ("account", .text(name.text)), ("address", .text(home.text)),
            // Sealed before addresses were kept: it counts for the usual one.
            ("addressIsKept", .bool(address != nil)), ("user", .text(identity.user)),
            ("restricted", .bool(identity.isRestricted)), ("scopes", .texts(identity.scopes.list)),
            ("id", .id(token?.id)), ("expires", .moment(token?.expiry.moment)),
        ]
    }

    /// An account among others.
    package var json: JSON { .object(members) }

    /// An account that was sealed.
    package var answer: JSON { .answer(members) }
}

extension JSON {
    /// An account that was wiped.
    package static func wiped(account name: String) -> JSON { .answer([("account", .text(name))]) }
}
