/// Makes a vault.
struct InitialiseOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "init", summary: "make the vault and print its recovery key once",
        notes: [
            """
            With a passphrase, or with --key-file F: F is made with fresh random bits when it does not exist. The \
            recovery key is printed once, on stderr; it opens the vault when passphrase or key file are lost.
            """
        ],
        examples: ["lockstep init", "lockstep init --key-file /etc/lockstep/key"])

    func run(_ context: Context) throws(Problem) { try Initialisation(context: context).run() }
}
