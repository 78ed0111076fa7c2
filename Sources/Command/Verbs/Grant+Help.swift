extension GrantOptions {
    static let confirmWords =
        "only after a person agrees, each time: asked by the askpass program, or with --confirm=terminal on "
        + "the terminal"

    static let notes = [
        """
        Without rules, every program of this user may get the token, and change it. Conditions given \
        together form one rule, and all of them must hold; of several rules, one that holds is enough.
        """,
        """
        The program is the one that asks: the caller of lockstep, not a command that lockstep run starts. \
        The kernel says which one that is. A rule on an executable prevents accidents, but does not stop a \
        program of yours that is determined to get the token; SECURITY.md says what stops more. Refusals \
        exit with code 5; refused hand-outs and changes are in the audit log.
        """,
        """
        --confirm asks through the program set by lockstep agent askpass, with or without an agent, and \
        refuses if none is set. --confirm=terminal asks on the caller's terminal; the audit log says which \
        it was.
        """,
        """
        A token with --into PATH is handed out only to lockstep run, which opens that file and executes \
        exactly what it opened, without the variables that make the loader load code (LD_*, GLIBC_TUNABLES). \
        It cannot be a script.
        """,
        """
        Rules with --manage cover renaming and revoking a token, and nothing else; those of the vault cover \
        all changes: create, rename, revoke, adopt and sync. If both exist, both must allow a change. They \
        apply with or without an agent, and whoever unlocks the vault can remove them.
        """,
    ]

    /// What can be said.
    static let flags: [Flag<GrantOptions>] = [
        Flag("exe", nil, .value(.program, \.executable), "programs whose executable is this file"),
        Flag("unit", nil, .value("NAME", \.unit), "programs of this systemd unit"),
        Flag(
            "cgroup", nil, .value("PATTERN", \.cgroup),
            "programs in a control group that matches; * and ? are wildcards"),
        Flag("confirm", nil, .choice(["askpass", "terminal"], \.confirmation), confirmWords),
        Flag("into", nil, .value(.program, \.into), "only to lockstep run, which executes exactly this file"),
        Flag(
            "manage", nil, .toggle(\.isManaging),
            "a rule on who may change the token; without a LABEL, any token"),
        Flag("remove", nil, .value(.number, \.removed), "remove the rule with this number"),
        Flag(
            "clear", nil, .toggle(\.isClearing),
            "remove all rules: every program of yours may get it again"),
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep grant ci --exe /usr/bin/terraform", "lockstep grant ci --unit web.service --confirm",
        "lockstep grant ci", "lockstep grant ci --clear",
        "lockstep grant ci --manage --unit deploy.service",
        "lockstep grant --manage",
    ]
}
