internal import Lifecycle

/// What a person is asked for who opens the vault.
struct SecretQuestion {
    /// What is asked.
    let prompt: String
    /// What to do where nobody can be asked.
    let otherwise: String

    /// Asks for what the vault takes.
    init(_ ways: [SlotOutline], isServed: Bool) {
        let kinds = Set(ways.compactMap(\.kind))
        // What an unlocked agent does not perform asks in any case.
        let agent = isServed ? "" : " Or unlock an agent, from a terminal: lockstep unlock"
        if kinds.contains(.passphrase) {
            (prompt, otherwise) = ("Passphrase of the vault", Terminal.passphraseElsewhere + agent)
        } else if kinds.contains(.twoFactor) {
            (prompt, otherwise) = (
                "Recovery key (or name the key file with --key-file)",
                "This vault opens with its --key-file and --passphrase-file together."
            )
        } else if kinds.contains(.shares) {
            (prompt, otherwise) = ("Recovery key, or the first share", "Give --share-file, once a share.")
        } else {
            (prompt, otherwise) = ("Recovery key", "This vault opens with its --key-file.")
        }
    }
}
