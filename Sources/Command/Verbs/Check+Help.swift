internal import Requests

extension CheckOptions {
    /// What can be said.
    static let flags: [Flag<CheckOptions>] = [
        Flag(
            "warn", "w", .value(.duration, \.warn),
            "warn of what expires within this time (\(TokenFlag.usualDays)d)"),
        Flag(
            "critical", "c", .value(.duration, \.critical),
            "what expires within this time is critical (\(CheckRequest.usualCritical))"),
        Flag(
            "never", nil, .toggle(\.warnsOfNever),
            "warn of tokens and provisioning tokens that never expire, too"),
        Flag("exclude", nil, .list(.label, \.excluded), "leave out labels that match this; repeatable"),
    ]

    /// More for its help.
    static let notes = [
        """
        It prints one line, with performance data behind |, and a line for each thing that needs attention. \
        It exits as monitoring plugins do: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. Whatever keeps it from \
        checking, also a wrong flag, is UNKNOWN. It never prompts.
        """,
        """
        It looks at tokens that expire or have expired, provisioning tokens that run out, operations that are \
        held up, revocations among them, and rotations that are overdue. A token that a policy replaces in \
        time is not reported for expiring. Those that never expire are only counted, unless you give \
        --never. With GLOB it looks at labels that match, and at the accounts of these tokens; that nothing \
        matches is UNKNOWN.
        """,
        "To check whether the vault itself is damaged: lockstep doctor",
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep check", "lockstep check --warn 14d --critical 3d",
        "lockstep check 'ci/*' --exclude 'ci/try-*'", "lockstep check --never", "lockstep check --json",
    ]
}
