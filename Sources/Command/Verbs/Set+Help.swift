internal import Requests

extension SetOptions {
    /// What can be said of a token's policy.
    static let policyFlags: [Flag<SetOptions>] = [
        Flag(
            "lifetime", nil, .value(.duration, \.policy.lifetime),
            "LABEL: how long each token of that name lives, such as 90d; or none"),
        .renew(\.policy.renewal), .overlap(\.policy.overlap), .owner(\.policy.owner),
        .purpose(\.policy.purpose), .tag(\.policy.tags, "a word to find it by; repeatable"),
        Flag("untag", nil, .list(.tag, \.policy.lost), "take a tag away; repeatable"),
        Flag("clear", nil, .toggle(\.policy.isCleared), "drop the policy, and set what else is said"),
    ]

    /// Whose policies these are, beside labels.
    static let choiceFlags: [Flag<SetOptions>] = [
        Flag("all", nil, .toggle(\.isAll), "set that for every token of the vault, or of --account"),
        Flag(
            "matching", nil, .list("GLOB", \.patterns),
            "for those whose label matches one of these, such as 'ci-*'; repeatable"),
        .account(\.account), .yes(\.isAgreed),
    ]

    /// What can be said of the vault's settings.
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
        Flag(
            "backup", nil, .value(.file, \.backup),
            "the folder into which the agent, or lockstep tick, copies the vault once a day; or none"),
    ]

    /// More for its help.
    static let notes = [
        """
        With LABEL, shows or changes that token's policy: how long each token of that name lives, when the next \
        one is made, who is responsible for it and what it is for. A policy changes no token that exists. It \
        goes with the last token of its name; revoke --keep-policy keeps it for the next one.
        """,
        """
        With several labels, --matching or --all, sets the same for each. What --matching or --all choose is \
        shown first, and asked about.
        """,
        """
        Without LABEL: settings, which are sealed in the vault. No file, no variable and no restart of the agent changes them, and \
        each change asks for what unlocks the vault.
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
        "lockstep set ci --lifetime 90d --renew 66% --owner ada --tag prod", "lockstep set ci",
        "lockstep set --matching 'ci-*' --owner ada",
        "lockstep set --audit-keep 1y", "lockstep set --hands-out-only on",
        "lockstep set --ceiling linodes:rw,domains:ro --max-lifetime 90d",
    ]
}
