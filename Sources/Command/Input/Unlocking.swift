internal import Lifecycle
internal import Platform
internal import ProviderProfiles
internal import Requests
internal import Secrets

extension Context {
    /// The vault, opened here: with what the flags or the environment name, else with what the person types.
    func ledger() throws(Problem) -> any UnlockedVault {
        if let ledger = opened.ledger { return ledger }
        let ledger = try openedLedger()
        opened.ledger = ledger
        tellNotice()
        return ledger
    }

    /// Warns of what there is to tell of a vault that opens all the same.
    func tellNotice() {
        switch door.notice {
        case nil: break
        case .firstSeen:
            console.warn(
                Warning(
                    .firstSeen,
                    "this machine has not seen the vault before, so it cannot tell whether this is an older "
                        + "copy; "
                        + "from now on it can"))
        case .unkept(let path):
            console.warn(
                Warning(
                    .uncounted,
                    "\(path) cannot be written, so an older copy of the vault would not be noticed; "
                        + "make it yours (chmod u+w), or name another folder with XDG_STATE_HOME"))
        case .damaged:
            console.warn(
                Warning(
                    .damaged,
                    "one of two copies of a part of the vault is damaged; the vault opens with the intact "
                        + "one. What to repair: lockstep doctor"))
        }
    }

    /// Throws where the vault is not safe to open, before an agent is asked to.
    func requireSafeVault() throws(Problem) {
        try requireVault()
        _ = try vault { () throws(LedgerError) in try door.takesPassphrase() }
        tellNotice()
    }

    /// Throws where there is no vault, or where this user may not look.
    func requireVault() throws(Problem) {
        guard !door.isThere else { return }
        var problem = Problem(LedgerError(door.isHidden ? .unreadable : .missing).at(vaultInFull))
        // At its usual place, or the one that the environment names, it is made without naming it.
        if !door.isHidden, options.vault == nil {
            problem.hint = "To create one: lockstep init. If it is elsewhere, name it with --vault."
        }
        throw problem
    }

    private func openedLedger() throws(Problem) -> any UnlockedVault {
        try requireVault()
        console.detail("Opening the vault \(Printable.argument(vaultInFull)) in this process.")
        if let unlocking = try unlockingWithoutPerson() {
            return try vault { () throws(LedgerError) in try open(unlocking) }
        }
        let takesPassphrase = try vault { () throws(LedgerError) in try door.takesPassphrase() }
        // What an unlocked agent does not perform asks in any case.
        let agent = isServed(.look) ? "" : " Or unlock an agent, from a terminal: lockstep unlock"
        for attempt in 1...3 {
            let typed = try terminal.secret(
                takesPassphrase ? "Passphrase of the vault" : "Recovery key",
                otherwise: takesPassphrase
                    ? Terminal.passphraseElsewhere + agent : "This vault opens with its --key-file.")
            do throws(LedgerError) {
                return try open(.passphrase(typed))
            } catch  where error.code == .wrongKey && attempt < 3 {
                console.note("That does not open the vault.")
            } catch { throw Problem(error) }
        }
        throw Problem(LedgerError(.wrongKey))
    }

    /// Opens the vault: a passphrase takes its time, on purpose.
    func open(_ unlocking: borrowing Unlocking) throws(LedgerError) -> any UnlockedVault {
        let ticker = Ticker(Ticker.opening, console)
        defer { ticker.stop() }
        return try door.open(unlocking)
    }

    /// Whether a flag or the environment names what opens the vault.
    func opensAlone() throws(Problem) -> Bool {
        switch try unlockingWithoutPerson() {
        case .some: true
        case .none: false
        }
    }

    /// What unlocks the vault without a person; `nil` when nothing is named.
    func unlockingWithoutPerson() throws(Problem) -> Unlocking? {
        let named = [options.keyFile, options.passphraseFile, options.passphraseDescriptor].compactMap { $0 }
        guard named.count <= 1 else {
            throw .usage("Give one of --key-file, --passphrase-file and --passphrase-fd.")
        }
        // Flags come before the environment.
        let asks = named.isEmpty
        if let file = options.keyFile ?? (asks ? Environment.value("LOCKSTEP_KEY_FILE") : nil) {
            return .keyFile(try SecretFile.key(file, console))
        }
        if let text = try passphraseWithoutPerson() { return .passphrase(text) }
        return nil
    }

    /// The passphrase that a flag or the environment leads to; `nil` when nothing is named.
    func passphraseWithoutPerson() throws(Problem) -> SecretBytes? {
        if let number = options.passphraseDescriptor {
            guard let descriptor = Int32(number), descriptor >= 0 else {
                throw .usage("\(Printable.quoted(number)) is not a valid descriptor.")
            }
            return try SecretFile.text(descriptor, "The passphrase descriptor")
        }
        guard let file = options.passphraseFile ?? Environment.value("LOCKSTEP_PASSPHRASE_FILE") else {
            return nil
        }
        return try SecretFile.text(file, "The passphrase file", console)
    }

    /// A token string: from stdin when told so, else from the person without echo.
    func tokenString(_ prompt: String, fromStdin: Bool) throws(Problem) -> SecretBytes {
        let string =
            fromStdin
            ? try SecretFile.text(0, "Standard input")
            : try terminal.secret(prompt, otherwise: "Give the token on standard input, with --token-stdin.")
        let isPrintable = string.withBytes { bytes in
            bytes.indices.allSatisfy { (0x21...0x7E).contains(bytes[$0]) }
        }
        let lengths = ProviderProfile.linode.stringLengths
        guard isPrintable, lengths.contains(string.count) else {
            throw .usage(
                "The input is not a token string: \(lengths.lowerBound) to \(lengths.upperBound) visible "
                    + "ASCII characters.",
                hint: "Nothing was sealed.")
        }
        return string
    }
}
