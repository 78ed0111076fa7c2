extension ManualPages {
    /// lockstep-agent(8).
    static let agent = ManualPage(
        name: "lockstep-agent", section: 8, summary: "hold the unlocked vault and hand out tokens",
        synopsis: [
            Roff.Line().bold("lockstep-agent --socket").plain(" ").italic("PATH").plain(" ").bold("--vault")
                .plain(" ").italic("PATH").plain(" ").bold("--state").plain(" ").italic("FOLDER").plain(" [")
                .italic("flags").plain("]")
        ],
        sections: [
            (
                "DESCRIPTION",
                [
                    .text(
                        """
                        Holds the keys of one vault in locked memory and serves the programs of one user \
                        through a socket. It runs in the foreground; lockstep agent start, lockstep unlock \
                        and systemd start it.
                        """),
                    .text(
                        """
                        Sockets that systemd passes (LISTEN_FDS) are used in place of --socket and \
                        --credentials. Pending operations are retried through lockstep-provider. Where a \
                        grant says --confirm, the program that the vault names asks a person: lockstep agent \
                        askpass sets it.
                        """),
                    .text(
                        """
                        When its socket is removed or replaced, it wipes its keys and ends. It makes no \
                        connections itself, and drops connections from other users.
                        """),
                ]
            ),
            ("OPTIONS", [.list(flags)]),
            (
                "SIGNALS",
                [
                    .list([
                        (Roff.Line().bold("SIGHUP"), "wipe the keys; the agent is then locked"),
                        (Roff.Line().bold("SIGTERM"), "wipe the keys and end"),
                    ])
                ]
            ),
            (
                "EXIT STATUS",
                [
                    .list([
                        (Roff.Line().bold("0"), "it was told to end"),
                        (Roff.Line().bold("1"), "another process is tracing it"),
                        (Roff.Line().bold("2"), "the command line is wrong"),
                        (Roff.Line().bold("10"), "an agent is already listening there"),
                        (Roff.Line().bold("11"), "its socket cannot be created"),
                    ])
                ]
            ),
        ], related: ["lockstep(1)", "lockstep-agent(1)", "lockstep-unlock(1)", "lockstep-vault(5)"])

    private static let flags = [
        ("socket", "PATH", "the socket to listen on"), ("vault", "PATH", "the vault to serve"),
        ("state", "FOLDER", "where this machine remembers what it has seen of vaults"),
        ("idle", "SECONDS", "wipe the keys when unused for this long; 0 for never (28800)"),
        ("max", "SECONDS", "wipe them this long after unlocking in any case; 0 for never (0)"),
        ("every", "SECONDS", "how often to retry pending operations (60)"),
        ("credentials", "PATH", "a second socket, for LoadCredential= of systemd"),
    ].map { (Roff.Line().bold("--\($0)").plain(" ").italic($1), $2) }
}
