internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

/// Makes a vault.
struct Initialisation {
    let context: Context

    func run() throws(Problem) {
        guard !context.door.isThere else { throw Problem(LedgerError(.exists).at(context.vaultInFull)) }
        let madeKeyFile = try makeKeyFile()
        do throws(Problem) {
            try finish(try make())
            context.tellNotice()
        } catch {
            // A key file that opens nothing would only mislead.
            if let madeKeyFile, !context.door.isThere { unsafe unlink(madeKeyFile) }
            throw error
        }
    }

    /// Makes the key file that was named, when it does not exist; returns its path when it was made.
    private func makeKeyFile() throws(Problem) -> String? {
        guard context.options.passphraseFile == nil, context.options.passphraseDescriptor == nil,
            let file = context.options.keyFile ?? Environment.value("LOCKSTEP_KEY_FILE")
        else { return nil }
        try context.requireKeyFileApart(file)
        guard unsafe access(file, F_OK) != 0 else { return nil }
        try SecretFile.make(file)
        return file
    }

    private func make() throws(Problem) -> SecretBytes {
        if let first = try context.unlockingWithoutPerson() { return try make(first) }
        let typed = try context.terminal.newSecret(
            "New passphrase", otherwise: Terminal.passphraseElsewhere)
        return try make(.passphrase(typed))
    }

    private func make(_ first: consuming Unlocking) throws(Problem) -> SecretBytes {
        try vault { () throws(LedgerError) in try context.door.make(first, cost: .moderate, at: context.now) }
    }

    private func finish(_ recovery: borrowing SecretBytes) throws(Problem) {
        context.console.note("The vault is at \(context.places.vault)")
        context.console.note("Its recovery key, shown only once; keep it on paper or in a safe place:")
        context.console.show(recoveryKey: recovery)
        if context.options.json {
            try context.console.print(.made(vault: context.places.vault))
        } else {
            let flags = [("--vault", context.options.vault), ("--key-file", context.options.keyFile)]
            let given = flags.compactMap { name, path in
                path.map { " \(name) \(Printable.argument($0))" }
            }
            context.console.note("Next: lockstep login\(given.joined())")
        }
    }
}
