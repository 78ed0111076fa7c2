internal import Lifecycle
internal import Requests

extension ListOptions {
    /// What can be said.
    static let flags: [Flag<ListOptions>] = [
        Flag(
            "remote", nil, .toggle(\.isRemote),
            "what the provider lists, and which of it Lockstep manages"),
        Flag("expiring", nil, .value(.duration, \.expiring), "only what expires within this time"),
        Flag("expired", nil, .toggle(\.isExpired), "only what has expired"),
        Flag(
            "sort", nil, .value(.words("label", "expiry", "created"), \.order),
            "by label, earliest expiry first, or oldest first"),
        .tag(\.tags, "only what has this tag; repeatable: all of them"),
        Flag("owner", nil, .value("NAME", \.owner), "only what has this owner"),
        Flag("all", nil, .toggle(\.isAll), "include purged tokens"),
        Flag("specs", nil, .toggle(\.areSpecs), "as a file for lockstep apply (JSON)"), .account(\.account),
    ]

    /// More for its help.
    static let notes = [
        """
        With GLOB, only labels that match it, such as 'ci/*'. On a terminal, a column that is the same in \
        every row is left out, and so is one that does not fit; --wide shows all.
        """,
        """
        FLAGS shows what needs attention: expired, expires soon (\(Times.soon)), never expires, full access. \
        Unfinished operations, and provisioning tokens that expire soon, are reported on stderr.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep list", "lockstep list 'ci/*' --sort expiry", "lockstep list --expiring 14d --json",
        "lockstep list --tag prod --owner ada",
        "lockstep list --remote", "lockstep list --specs >tokens.json",
    ]
}
