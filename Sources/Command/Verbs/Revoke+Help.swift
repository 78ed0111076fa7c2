extension RevokeOptions {
    /// What can be said.
    static let flags: [Flag<RevokeOptions>] = [
        Flag("all", nil, .toggle(\.isAll), "every token of the vault, or of --account"),
        Flag(
            "expired", nil, .toggle(\.isExpired),
            "only those that have expired and that the provider refuses"),
        Flag(
            "matching", nil, .list("GLOB", \.patterns),
            "only those whose label matches one of these, such as 'ci-*'; repeatable"),
        Flag(
            "generation", nil, .value(.number, \.generation),
            "only this generation of LABEL: ends the overlap of a rotated token"),
        .id(\.id), .prefix(\.prefix),
        Flag("forget", nil, .toggle(\.isForgotten), "drop LABEL without revoking it: see above"),
        Flag(
            "keep-policy", nil, .toggle(\.keepsPolicy),
            "keep the policy (lockstep set LABEL) for the next token of that name"),
        .account(\.account), .yes(\.isAgreed),
    ]

    /// More for its help.
    static let notes = [
        """
        Filters combine: --expired --matching 'ci-*' selects expired tokens whose label matches, and \
        --account always applies. With --expired, the provider is asked about each token first and decides: \
        this machine's clock may be wrong.
        """,
        """
        "Revoked and purged" is said only once the provider refuses the token itself. What cannot be \
        finished now is pending (exit 8): it is no longer handed out, and lockstep sync finishes it.
        """,
        """
        --id and --prefix name a token that was made elsewhere and is not in the vault.
        """,
        """
        --forget is for a token whose account at the provider is lost for good. It wipes the record, does \
        not contact the provider, and leaves no receipt: the token may stay valid for whoever has a copy of \
        it.
        """,
    ]
}
