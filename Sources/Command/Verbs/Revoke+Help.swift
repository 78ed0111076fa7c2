extension RevokeOptions {
    /// More for its help.
    static let notes = [
        """
        Filters narrow each other: --expired --matching 'ci-*' chooses expired tokens whose label matches, and --account always \
        counts. With --expired each token is shown to the provider first, which has the last word: this machine's clock may be wrong.
        """,
        """
        "Revoked and purged" is said only once the provider refuses the token itself. What cannot be finished now \
        is pending (exit 8): it is handed out no more, and lockstep sync finishes it.
        """,
        """
        --id and --prefix name a token that was made elsewhere and is not in the vault.
        """,
        """
        --forget is for a token whose account at the provider is out of reach for good. It wipes the record, asks \
        nobody, and leaves no receipt: the token may live on, for whoever has a copy of it.
        """,
    ]
}
