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
                        Holds the keys of one vault in locked memory and serves the programs of one user through a socket. It runs in the \
                        foreground; lockstep agent start, lockstep unlock and systemd start it.
                        """),
                    .text(
                        """
                        Sockets that systemd passes (LISTEN_FDS) are used in place of --socket and --credentials. Operations that are \
                        pending are tried again through lockstep-provider. Where a grant says --confirm, the program that the vault \
                        names asks a person: lockstep agent askpass sets it.
                        """),
                    .text(
                        """
                        When its socket is removed or replaced it wipes its keys and ends. It connects to nobody itself, and drops \
                        connections from other users.
                        """),
                ]
            ),
            ("OPTIONS", [.list(flags)]),
            (
                "SIGNALS",
                [
                    .list([
                        (Roff.Line().bold("SIGHUP"), "wipe the keys: the agent is locked then"),
                        (Roff.Line().bold("SIGTERM"), "wipe the keys and end"),
                    ])
                ]
            ),
            (
                "EXIT STATUS",
                [
                    .list([
                        (Roff.Line().bold("0"), "it was told to end"),
                        (Roff.Line().bold("1"), "another process traces it"),
                        (Roff.Line().bold("2"), "its command line is wrong"),
                        (Roff.Line().bold("10"), "an agent listens there already"),
                        (Roff.Line().bold("11"), "there is no place for its socket"),
                    ])
                ]
            ),
        ], related: ["lockstep(1)", "lockstep-agent(1)", "lockstep-unlock(1)", "lockstep-vault(5)"])

    private static let flags = [
        ("socket", "PATH", "where it listens"), ("vault", "PATH", "the vault that it serves"),
        ("state", "FOLDER", "where this machine remembers what it has seen of vaults"),
        ("idle", "SECONDS", "wipe the keys after so long without a hand-out; 0 for never (28800)"),
        ("max", "SECONDS", "wipe them so long after unlocking in any case; 0 for never (0)"),
        ("every", "SECONDS", "how often it looks at what is pending (60)"),
        ("credentials", "PATH", "a second socket, for LoadCredential= of systemd"),
    ].map { (Roff.Line().bold("--\($0)").plain(" ").italic($1), $2) }
}
