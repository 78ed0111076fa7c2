/// Changes a passphrase.
struct PasswdOptions: VerbOptions {
    var slot: String?
    var newPassphraseFile: String?
    var derivation: String?

    static let verb = Verb(
        Self.self, "passwd", summary: "change the passphrase",
        flags: [
            Flag("slot", nil, .value("SLOT", \.slot), "which, if several slots take a passphrase"),
            .newPassphraseFile(\.newPassphraseFile), .derivation(\.derivation),
        ],
        notes: [
            """
            Asks for what opens the vault now: the old passphrase, or in its place the recovery key if you \
            have forgotten it. Then asks for the new one, twice. The old passphrase no longer opens the \
            vault; an unlocked agent stays unlocked.
            """,
            """
            Copies of the vault that were made before still open with the old passphrase, and whoever has \
            had one can read what is written later. If somebody may know it: lockstep rekey, then \
            lockstep rotate --all
            """,
        ],
        examples: ["lockstep passwd", "lockstep passwd --kdf 2s"])

    func run(_ context: Context) throws(Problem) {
        try PassphraseChange(context: context, options: self).run()
    }
}
