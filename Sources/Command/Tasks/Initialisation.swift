internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

/// Makes a vault.
struct Initialisation {
    let context: Context
    let options: InitialiseOptions

    private static let undone = "No vault was created."

    func run() throws(Problem) {
        guard !context.door.isThere else { throw Problem(LedgerError(.exists).at(context.vaultInFull)) }
        let recovery = RecoveryKeeping(
            context: context, file: options.recoveryFile, undone: Initialisation.undone)
        try recovery.check()
        let cost = try Derivation(options.derivation, context)
        let madeKeyFile = try makeKeyFile()
        do throws(Problem) {
            try make(first(), cost.get(), recovery)
            context.tellNotice()
        } catch {
            // A key file that opens nothing would only mislead.
            if let madeKeyFile, !context.door.isThere { unsafe unlink(madeKeyFile) }
            throw error
        }
        try tell()
    }

    /// Makes the key file that was named, when it does not exist; returns its path when it was made.
    private func makeKeyFile() throws(Problem) -> String? {
        let isTyped = context.options.passphraseFile != nil || context.options.passphraseDescriptor != nil
        guard
            let file = context.options.keyFile
                ?? (isTyped && !options.isTwoFactor ? nil : Environment.value("LOCKSTEP_KEY_FILE"))
        else { return nil }
        try context.requireKeyFileApart(file)
        guard unsafe access(file, F_OK) != 0 else { return nil }
        try SecretFile.make(file)
        return file
    }

    /// What is to open the vault: both together where both were named.
    private func first() throws(Problem) -> Unlocking {
        let named = try context.unlockingWithoutPerson()
        switch consume named {
        case .some(.keyFile(let key)) where options.isTwoFactor:
            guard let text = try context.passphraseWithoutPerson() else {
                return .both(Factors(passphrase: try typed(), keyFile: key))
            }
            return .both(Factors(passphrase: text, keyFile: key))
        case .some(.both(let factors)): return .both(factors)
        case .some(let other):
            guard !options.isTwoFactor else { break }
            return other
        case .none:
            guard !options.isTwoFactor else { break }
            return .passphrase(try typed())
        }
        throw .usage(
            "--two-factor takes a key file, too.", hint: "Name it, or a new one: --key-file FILE")
    }

    private func typed() throws(Problem) -> SecretBytes {
        try context.terminal.newSecret(
            "New passphrase", Initialisation.undone, otherwise: Terminal.passphraseElsewhere)
    }

    private func make(
        _ first: consuming Unlocking, _ cost: PassphraseCost, _ recovery: RecoveryKeeping
    ) throws(Problem) {
        context.warnOfWeakness(first)
        let key = try recovery.draw()
        do throws(LedgerError) {
            try context.door.make(first, recovery: key, cost: cost, at: context.now)
        } catch {
            if !context.door.isThere { recovery.takeBack() }
            throw Problem(error)
        }
    }

    private func tell() throws(Problem) {
        context.console.note("The vault is at \(context.places.vault)")
        guard !context.options.json else {
            return try context.console.print(.made(vault: context.places.vault))
        }
        let flags = [("--vault", context.options.vault), ("--key-file", context.options.keyFile)]
        let given = flags.compactMap { name, path in
            path.map { " \(name) \(Printable.argument($0))" }
        }
        context.console.note("Next: lockstep login\(given.joined())")
    }
}
