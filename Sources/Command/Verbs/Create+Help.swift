internal import Requests

extension CreateOptions {
    /// What can be said.
    static let flags: [Flag<CreateOptions>] = [
        Flag("scope", "s", .list(.scope, \.scopes), "a scope, such as linodes:rw; repeatable"),
        Flag("expiry", "e", .value(.moment, \.expiry), "90d, 6mo, 2027-01-31, or never"),
        .account(\.account),
        Flag(
            "scope-unknown", nil, .list(.scope, \.unknownScopes),
            "a scope that Lockstep does not know yet; the provider decides"),
        Flag("full-access", nil, .toggle(\.isFullAccess), "a token that may do everything (scope *)"),
        Flag("reveal", nil, .toggle(\.isRevealed), "print the token string on stdout"),
        Flag("list-scopes", nil, .toggle(\.listsScopes), "list all scopes"),
        Flag(
            "lifetime", nil, .value(.duration, \.policy.lifetime),
            "how long each token of this name lives; the first one, too, without --expiry"),
        .renew(\.policy.renewal), .overlap(\.policy.overlap), .owner(\.policy.owner),
        .purpose(\.policy.purpose), .tag(\.policy.tags, "a word to find it by; repeatable"),
    ]

    /// More for its help.
    static let notes = [
        """
        Scopes and expiry can never be changed afterwards. The token string goes into the vault and is not \
        printed; lockstep run and lockstep get hand it out.
        """,
        """
        --lifetime, --renew, --overlap, --owner, --purpose and --tag are the policy of that name, which \
        lockstep set LABEL shows and changes.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep create ci --scope linodes:rw --scope domains:ro --expiry 90d",
        "lockstep create web --scope linodes:ro --lifetime 90d --owner ada --tag prod",
        "lockstep create --list-scopes",
    ]
}
