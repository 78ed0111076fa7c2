extension AgentOptions {
    /// More for its help.
    static let notes = [
        """
        start also unlocks where a flag or the environment names what opens the vault. An agent of another version \
        is replaced. While work is under way for somebody it does not lock for want of hand-outs. Hand-outs go through the agent while it is unlocked, and open the vault themselves otherwise.
        """,
        """
        --hands-out-only is a setting of the vault, as lockstep set --hands-out-only on: it asks for what unlocks the vault, and \
        no restart of the agent takes it back.
        """,
        """
        askpass shows or sets the program with which the agent asks a person where a grant says --confirm. It is kept in the \
        vault, so only who unlocks it changes it. It is given the question as its argument, as ssh-askpass, and agrees by \
        exit code 0. The audit log names the program that agreed.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep agent start --idle 1h --max 12h", "lockstep agent stop",
        "lockstep agent askpass /usr/bin/ssh-askpass",
    ]
}
