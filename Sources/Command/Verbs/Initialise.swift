/// Makes a vault.
struct InitialiseOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "init", summary: "create the vault and print its recovery key once",
        notes: [
            """
            With a passphrase, or with --key-file F, which is created with random bytes if it does not \
            exist. The recovery key is printed once, on stderr; it opens the vault if the passphrase or the \
            key file is lost.
            """
        ],
        examples: ["lockstep init", "lockstep init --key-file /etc/lockstep/key"])

    func run(_ context: Context) throws(Problem) { try Initialisation(context: context).run() }
}
