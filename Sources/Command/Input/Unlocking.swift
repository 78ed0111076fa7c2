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
        _ = try ways()
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

    /// The slots that the vault says it has.
    func ways() throws(Problem) -> [SlotOutline] {
        try vault { () throws(LedgerError) in try door.ways() }
    }

    private func openedLedger() throws(Problem) -> any UnlockedVault {
        try requireVault()
        console.detail("Opening the vault \(Printable.argument(vaultInFull)) in this process.")
        if let unlocking = try unlockingWithoutPerson() {
            let completed = try completed(unlocking)
            do throws(LedgerError) { return try open(completed) } catch {
                let both = try with(passphraseFor: completed, after: error)
                return try vault { () throws(LedgerError) in try open(both) }
            }
        }
        let question = try SecretQuestion(ways(), isServed: isServed(.look))
        for attempt in 1...3 {
            let given = try typed(terminal.secret(question.prompt, otherwise: question.otherwise))
            do throws(LedgerError) {
                return try open(given)
            } catch  where error.code == .wrongKey && attempt < 3 {
                console.note(Problem.notOpened(error))
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
}
