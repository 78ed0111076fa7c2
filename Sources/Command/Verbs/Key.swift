internal import Requests

/// Prints the public key of this user.
struct KeyOptions: VerbOptions {
    var isSigning = false

    static let verb = Verb(
        Self.self, "key", summary: "print your public key, for others to add to their vaults",
        flags: [
            Flag(
                "signing", nil, .toggle(\.isSigning),
                "print the one that your deposits are signed with (lockstep depositor)")
        ],
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
        examples: [
            "lockstep key", "lockstep slot add public-key LSPK-… --name anna", "lockstep key --signing",
        ])

    func run(_ context: Context) throws(Problem) {
        let key = try context.ownPrivateKey()
        if key.isNew {
            context.console.note("Made a private key at \(Printable.quoted(key.path)); only you can read it.")
        }
        let text = try key.publicText(isSigning: isSigning)
        guard !context.options.json else {
            return try context.console.print(.publicKey(text, file: key.path))
        }
        try context.console.print([text])
    }
}
