extension TickOptions {
    /// What can be said.
    static let flags: [Flag<TickOptions>] = [
        Flag(
            "hook", nil, .value(.file, \.hook),
            "a program that is told of each renewal, revocation, failure and warning")
    ]

    /// More for its help.
    static let notes = [
        """
        Renews tokens whose policy says so (lockstep set LABEL --lifetime), revokes old tokens whose \
        overlap is over, purges what has expired and is refused by the provider, and finishes what was \
        interrupted. An unlocked agent does the same by itself, every 15 minutes.
        """,
        """
        Safe to run twice, in parallel, and as often as you like. A renewal that fails is tried again \
        later, and the present token is handed out until then. The provider is asked what time it is: \
        the clock of this machine alone decides nothing.
        """,
        """
        --hook FILE starts that program once for each event, with its word (rotate, revoke, fail or warn) in \
        LOCKSTEP_EVENT and what it is about as JSON on standard input, never with a secret. It is warned of \
        each token and provisioning token once 14 days and once 3 days before it expires, and once when it \
        has expired. The agent's own: lockstep agent hook FILE.
        """,
    ]

    /// Command lines to learn from.
    static let examples = ["lockstep tick", "lockstep tick --key-file ~/vault.key --json"]
}
