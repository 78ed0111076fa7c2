extension AgentOptions {
    /// More for its help.
    static let notes = [
        """
        start also unlocks if a flag or the environment names what opens the vault. An agent with a \
        different version is replaced. The work that the agent does counts as use, so it does not lock while \
        any is in progress, however short --idle is. Hand-outs go through the agent while it is unlocked; \
        otherwise each opens the vault itself.
        """,
        """
        --hands-out-only is a setting of the vault, like lockstep set --hands-out-only on: it asks for what \
        unlocks the vault, and restarting the agent does not undo it.
        """,
        """
        askpass shows or sets the program with which the agent asks a person where a grant says --confirm. \
        It is kept in the vault, so only those who can unlock it can change it. Like ssh-askpass, it gets \
        the question as its argument and agrees with exit code 0. The audit log names the program that \
        agreed.
        """,
        """
        hook shows or sets a program that the agent starts once for each renewal, revocation, failure and \
        warning, as lockstep tick --hook does. It, too, is kept in the vault. It runs as the agent's user, \
        for half a minute at most, and gets nothing that unlocks the vault. A program that somebody else \
        could change is not started.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep agent start --idle 1h --max 12h", "lockstep agent stop",
        "lockstep agent askpass /usr/bin/ssh-askpass",
        "lockstep agent hook ~/.config/lockstep/told",
    ]
}
