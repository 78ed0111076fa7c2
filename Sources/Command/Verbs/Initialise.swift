/// Makes a vault.
struct InitialiseOptions: VerbOptions {
    var recoveryFile: String?
    var derivation: String?
    var isTwoFactor = false

    static let verb = Verb(
        Self.self, "init", summary: "create the vault and show its recovery key once",
        flags: [
            .recoveryFile(\.recoveryFile), .derivation(\.derivation),
            Flag(
                "two-factor", nil, .toggle(\.isTwoFactor),
                "take a key file and a passphrase together: neither opens the vault alone"),
        ],
        notes: [
            """
            With a passphrase, with --key-file F, or with both together (--two-factor). A key file that \
            does not exist is created with random bytes.
            """,
            """
            The recovery key opens the vault if the passphrase or the key file is lost. It is shown once, \
            on the terminal, or written to a new file that only you can read (--recovery-file).
            """,
        ],
        examples: [
            "lockstep init", "lockstep init --key-file /etc/lockstep/key --recovery-file /media/usb/recovery",
            "lockstep init --two-factor --key-file /media/stick/lockstep.key",
        ])

    func run(_ context: Context) throws(Problem) {
        try Initialisation(context: context, options: self).run()
    }
}
