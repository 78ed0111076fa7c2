extension ManualPages {
    /// lockstep-vault(5).
    static let vault = ManualPage(
        name: "lockstep-vault", section: 5, summary: "the file in which Lockstep seals tokens",
        synopsis: [Roff.Line().italic("~/.local/share/lockstep/vault.db")],
        sections: [
            (
                "DESCRIPTION",
                [
                    .text(
                        """
                        The vault is one SQLite database (application id LKST, format 2).Every row is sealed \
                        with XChaCha20-Poly1305 and is part of a keyed hash tree, whose root is sealed with \
                        a counter: a row that was altered, removed or put back is refused when it is read, \
                        and so is an older copy of the file. Once a command that changes a token or an \
                        account has ended, this file alone holds everything.
                        """),
                    .text(
                        """
                        What its slots take opens it (lockstep slot): a passphrase (Argon2id), a key file of \
                        32 bytes, both together, a recovery key, the private key of a person or host. \
                        Nothing else does, and nobody can reset them.
                        """),
                    .text(
                        """
                        It must be a regular file of its user, mode 0600, in a folder that nobody else can \
                        write to. Docs/VaultFormat.md in the sources describes every byte.
                        """),
                ]
            ),
            ("FILES", [.list(Surroundings.besideVault.map { (Roff.Line().italic($0.name), $0.meaning) })]),
            (
                "BACKUP",
                [
                    .text(
                        """
                        Copy vault.db while no lockstep command is running. To put a copy back, stop the \
                        agent, remove vault.db-wal and vault.db-shm, and put the file in its place; lockstep \
                        doctor --accept-older accepts a copy that is older than this machine has seen, and \
                        lockstep sync reconciles it with the provider.
                        """),
                    .example([
                        "lockstep agent stop", "rm -f vault.db-wal vault.db-shm", "cp backup.db vault.db",
                        "lockstep doctor --accept-older", "lockstep sync",
                    ]),
                ]
            ),
        ], related: ["lockstep(1)", "lockstep-init(1)", "lockstep-doctor(1)", "lockstep-agent(8)"])
}
