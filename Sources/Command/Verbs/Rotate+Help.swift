extension RotateOptions {
    /// What can be said.
    static let flags: [Flag<RotateOptions>] = [
        Flag("all", nil, .toggle(\.isAll), "every token of the vault, or of --account"),
        Flag("expiring", nil, .value(.duration, \.expiring), "only those that expire within, such as 14d"),
        Flag(
            "matching", nil, .list("GLOB", \.patterns),
            "only those whose label matches one of these, such as 'ci-*'; repeatable"),
        Flag(
            "overlap", nil, .value(.duration, \.overlap),
            "how long the old token is kept (1h); 0s revokes it immediately"),
        Flag(
            "until-read", nil, .toggle(\.endsWhenRead),
            "revoke the old token as soon as every known reader has fetched the new one"),
        Flag("expiry", "e", .value(.moment, \.expiry), "90d, 6mo, 2027-01-31, or never"),
        Flag(
            "scope", "s", .list(.scope, \.scopes), "a scope of the new token, such as linodes:rw; repeatable"),
        Flag(
            "scope-unknown", nil, .list(.scope, \.unknownScopes),
            "a scope that Lockstep does not know yet; the provider decides"),
        Flag("full-access", nil, .toggle(\.isFullAccess), "a token that may do everything (scope *)"),
        .account(\.account), .yes(\.isAgreed),
    ]

    /// More for its help.
    static let notes = [
        """
        The new token has the scopes of the old one, and lives as long, unless flags say otherwise. It is \
        tried at the provider before anybody gets it: until then, and if anything fails, the old one is \
        handed out as before.
        """,
        """
        From then on the label hands out the new token. The old one still works until its overlap is over; \
        then the agent, or lockstep sync, revokes and purges it. Until then lockstep get LABEL --generation N \
        hands it out, and lockstep revoke LABEL --generation N ends its overlap.
        """,
        """
        lockstep rotate --account NAME, without labels, replaces the account's provisioning token itself: the new \
        one has its scopes and as long a life, is tried first, and then revokes the former one. It works on \
        personal access tokens with account:read_write; for any other, log in with a new one.
        """,
        """
        --until-read goes by this machine's reading log: it knows no readers on other machines, and no \
        program that a reader has passed the token on to.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep rotate ci", "lockstep rotate ci --overlap 0s", "lockstep rotate --expiring 14d --yes",
        "lockstep rotate --account work",
    ]
}
