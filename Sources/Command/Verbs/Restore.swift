/// Makes a vault of a backup.
struct RestoreOptions: VerbOptions {
    var isAgreed = false

    static let verb = Verb(
        Self.self, "restore", summary: "make the vault from a backup, and compare it with the provider",
        operands: "FILE", .places([.file]), count: 1...1,
        flags: [.yes(\.isAgreed)],
        notes: [
            """
            Never overwrites a vault: move the old one and the files beside it away first. Opens the backup \
            with your passphrase or key, proves every row, and asks before it restores one that is older than \
            what this machine has seen.
            """,
            """
            A restored vault hands out nothing before it was compared with the provider, which restore does \
            at once: tokens revoked since the backup are purged, and tokens created since are listed with their \
            ids. If the provider cannot be reached, lockstep sync does it later.
            """,
        ],
        examples: ["lockstep restore lockstep.backup", "lockstep restore lockstep.backup --vault new.db"])

    func run(_ context: Context) throws(Problem) {
        try Restoring(context: context, path: context.options.operands[0], isAgreed: isAgreed).run()
    }
}
