internal import Requests
internal import Secrets

/// Prints the public key of this user.
struct KeyOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "key", summary: "print your public key, for others to add to their vaults",
        needsSettings: false,
        notes: [
            """
            The private key is made on first use, in ~/.local/share/lockstep/private.key \
            ($XDG_DATA_HOME/lockstep/private.key), which only you can read. It opens every vault that has a \
            slot for the public key, without being named.
            """,
            """
            The public key is no secret. Send it to whoever can open the vault, on a way on which nobody can \
            put another in its place; they add it with lockstep slot add public-key KEY.
            """,
        ],
        examples: ["lockstep key", "lockstep slot add public-key LSPK-… --name anna"])

    func run(_ context: Context) throws(Problem) {
        let (key, path, isNew) = try context.ownPublicKey()
        if isNew {
            context.console.note("Made a private key at \(Printable.quoted(path)); only you can read it.")
        }
        let text = PersonKey.text(of: key)
        guard !context.options.json else {
            return try context.console.print(.publicKey(text, file: path))
        }
        try context.console.print([text])
    }
}
