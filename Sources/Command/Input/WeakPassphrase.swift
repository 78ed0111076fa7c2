internal import Lifecycle
internal import Requests
internal import Secrets

extension Context {
    /// Warns of a passphrase that is easily guessed; whoever wants it has it all the same.
    func warn(ofWeak passphrase: borrowing SecretBytes) {
        guard let weakness = PassphraseWeakness.of(passphrase) else { return }
        let why =
            switch weakness {
            case .common: "it is among those that are tried first"
            case .repetitive: "it repeats a few characters"
            case .short: "it is short for what it is made of"
            }
        console.warn(
            Warning(
                .weakPassphrase,
                "the passphrase is weak: \(why). Whoever has a copy of the vault can try as many as they like. "
                    + "Five unrelated words withstand that. To change it: lockstep passwd"))
    }

    /// The same for whatever a vault is made with.
    func warnOfWeakness(_ unlocking: borrowing Unlocking) {
        switch unlocking {
        case .passphrase(let text): warn(ofWeak: text)
        // Whoever has no key file cannot guess.
        default: break
        }
    }
}
