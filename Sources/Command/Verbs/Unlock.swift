/// Gives the agent what opens the vault.
struct UnlockOptions: VerbOptions {
    var times = NamedTimes()

    static let verb = Verb(
        Self.self, "unlock", summary: "unlock the vault in the agent; starts it if it is not running",
        flags: [.idle(\.times.idle), .max(\.times.max)],
        notes: ["With the passphrase from the terminal, or --key-file, --passphrase-file, --passphrase-fd."],
        examples: ["lockstep unlock", "lockstep unlock --key-file vault.key"])

    func run(_ context: Context) throws(Problem) { try Agency(context: context, named: times).unlock() }
}
