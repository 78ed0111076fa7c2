extension GrantOptions {
    static let confirmWords =
        "only after a person has agreed, each time: asked by lockstep agent askpass, or --confirm=terminal"

    static let notes = [
        """
        Without rules every program of this user may have the token, and change it. Conditions said together are one rule, and all of \
        them have to hold; of several rules one that holds is enough.
        """,
        """
        The program is the one that asks: the caller of lockstep, not a command that lockstep run starts. What the kernel says of \
        it counts. A rule on an executable stops accidents, not a program of yours that means to have the token; \
        SECURITY.md says what stops more. Refusals end with exit code 5; those of hand-outs are in the audit log.
        """,
        """
        --confirm asks by the program of lockstep agent askpass, with an agent and without, and refuses where there is none. \
        --confirm=terminal asks on the terminal of whoever asks; the audit log says which it was.
        """,
        """
        A token with --into PATH is handed out only to lockstep run, which opens that file and executes just what it opened, \
        without the variables that have the loader load code (LD_*, GLIBC_TUNABLES). It may be no script.
        """,
        """
        Rules with --manage are about renaming and revoking a token, and about nothing else; those of the vault are about all changes: \
        create, rename, revoke, adopt and sync. Where both are there, both have to allow it. They hold with an agent and without, \
        and whoever unlocks the vault takes them away.
        """,
    ]

    /// What can be said.
    static let flags: [Flag<GrantOptions>] = [
        Flag("exe", nil, .value(.program, \.executable), "programs whose executable is this file"),
        Flag("unit", nil, .value("NAME", \.unit), "programs of this systemd unit"),
        Flag(
            "cgroup", nil, .value("PATTERN", \.cgroup),
            "programs in such a control group: * and ? are filled"),
        Flag("confirm", nil, .choice(["askpass", "terminal"], \.confirmation), confirmWords),
        Flag("into", nil, .value(.program, \.into), "only to lockstep run, which executes exactly this file"),
        Flag(
            "manage", nil, .toggle(\.isManaging),
            "a rule on who may change the token; without a LABEL, on who may change any"),
        Flag("remove", nil, .value(.number, \.removed), "take the rule with this number away"),
        Flag(
            "clear", nil, .toggle(\.isClearing),
            "take all rules away: every program of yours may have it again"),
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep grant ci --exe /usr/bin/terraform", "lockstep grant ci --unit web.service --confirm",
        "lockstep grant ci", "lockstep grant ci --clear",
        "lockstep grant ci --manage --unit deploy.service",
        "lockstep grant --manage",
    ]
}
