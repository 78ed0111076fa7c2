extension SetOptions {
    /// What can be said.
    static let flags: [Flag<SetOptions>] = [
        Flag(
            "audit-keep", nil, .value(.duration, \.auditKeep),
            "how long a machine keeps its hand-outs: 1d to 100y (400d)"),
        Flag(
            "hands-out-only", nil, .value(.words("on", "off"), \.handsOutOnly),
            "on: the agent only hands out and reads; it changes nothing"),
        Flag(
            "ceiling", nil, .value(.scopes, \.ceiling),
            "the scopes that tokens may have at most if the agent creates or adopts them, such as "
                + "linodes:rw,domains:ro; or none"
        ),
        Flag(
            "max-lifetime", nil, .value(.duration, \.maxLifetime),
            "how long such a token may live at most, such as 90d; or none"),
        Flag(
            "changes-per-hour", nil, .value(.number, \.changesAnHour),
            "how many changes an hour the agent makes at most (60)"),
    ]

    /// More for its help.
    static let notes = [
        """
        Settings are sealed in the vault: no file, no variable and no restart of the agent changes them, and \
        each change asks for what unlocks the vault. Without a flag, shows them.
        """,
        """
        Settings for the agent do not limit those who can unlock the vault: without an agent, a verb does as \
        it is told. Revoking many tokens counts as one change, and a sync as none.
        """,
        """
        Older hand-outs are removed file by file, and so are the oldest if a machine has more than 256 MB of \
        them. To keep them elsewhere: lockstep audit archive FILE. The vault's own changes are never \
        removed.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep set", "lockstep set --audit-keep 1y", "lockstep set --hands-out-only on",
        "lockstep set --ceiling linodes:rw,domains:ro --max-lifetime 90d",
    ]
}
