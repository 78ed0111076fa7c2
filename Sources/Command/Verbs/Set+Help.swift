extension SetOptions {
    /// What can be said.
    static let flags: [Flag<SetOptions>] = [
        Flag(
            "audit-keep", nil, .value(.duration, \.auditKeep),
            "how long a machine keeps its hand-outs: 1d to 100y (400d)"),
        Flag(
            "hands-out-only", nil, .value(.words("on", "off"), \.handsOutOnly),
            "on: the agent hands out and looks, and changes nothing"),
        Flag(
            "ceiling", nil, .value(.scopes, \.ceiling),
            "the most that a token may do which the agent creates or adopts, such as linodes:rw,domains:ro; or none"
        ),
        Flag(
            "max-lifetime", nil, .value(.duration, \.maxLifetime),
            "the longest that such a token may live, such as 90d; or none"),
        Flag(
            "changes-per-hour", nil, .value(.number, \.changesAnHour),
            "how many changes an hour the agent makes (60)"),
    ]

    /// More for its help.
    static let notes = [
        """
        Settings are sealed in the vault: no file, no variable and no restart of the agent changes them, and each change asks \
        for what unlocks the vault. Without a flag they are shown.
        """,
        """
        What is set for the agent does not bind whoever shows what unlocks the vault: without an agent a verb does as it is told. \
        A revocation of many tokens is one change, and a sync is none.
        """,
        """
        Hand-outs that are older are removed by whole files, and so are the oldest where a machine has more than 256 MB of \
        them. To keep them elsewhere: lockstep audit archive FILE. The vault's own changes are never removed.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep set", "lockstep set --audit-keep 1y", "lockstep set --hands-out-only on",
        "lockstep set --ceiling linodes:rw,domains:ro --max-lifetime 90d",
    ]
}
