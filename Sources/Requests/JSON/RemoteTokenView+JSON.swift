package import Lifecycle

// What the provider has.

extension RemoteTokenView {
    fileprivate func json(now: Instant) -> JSON {
        .object([
            ("label", .text(token.label)), ("account", .text(account.text)), ("id", .id(token.id)),
            ("scopes", .texts(token.scopes.list)), ("created", .moment(token.created)),
            ("expires", .moment(token.expiry.moment)), ("prefix", .text(token.prefix)),
            ("managed", .text(standing.rawValue)),
            ("flags", .texts(TokenFlag.of(token, now: now).map(\.rawValue))),
        ])
    }
}

extension JSON {
    /// The tokens at the provider.
    package static func remote(_ views: [RemoteTokenView], now: Instant) -> JSON {
        .answer([("tokens", .array(views.map { $0.json(now: now) }))])
    }

    /// The scopes that there are.
    package static func scopes(_ scopes: [ScopeChoice]) -> JSON {
        .answer([
            (
                "scopes",
                .array(
                    scopes.map { scope in
                        .object([
                            ("name", .text(scope.name)), ("title", .text(scope.title)),
                            ("levels", .texts(scope.levels)),
                        ])
                    })
            )
        ])
    }
}
