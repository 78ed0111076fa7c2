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
            "by label, by what expires first, or the oldest first"),
        Flag("all", nil, .toggle(\.isAll), "purged tokens too"), .account(\.account),
    ]

    /// More for its help.
    static let notes = [
        """
        With GLOB only labels that it fits, such as 'ci/*'. A column in which every row says the same is left out on a \
        terminal, and so is one for which there is no room; --wide shows all.
        """,
        """
        FLAGS names what deserves a look: expired, expires soon (\(Times.soon)), never expires, full access. \
        Operations that wait to be finished, and provisioning tokens that run out, are told on stderr.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep list", "lockstep list 'ci/*' --sort expiry", "lockstep list --expiring 14d --json",
        "lockstep list --remote",
    ]
}
