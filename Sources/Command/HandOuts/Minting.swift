internal import Delivery
internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service
internal import Wire

/// Runs a command with a token that is made for it. This process stays beside the command, and revokes the token when it has ended.
struct Minting {
    let running: Running
    /// The token.
    let token: CreateRequest

    /// The command begins at a place of argv.
    func run(_ place: Int) throws(Problem) {
        let context = running.context
        try served { () throws(Failure) in try Service.check(minting: token, now: context.now) }
        let file = CommandFile(CommandLine.arguments[place])
        guard file.isThere else {
            throw Problem(HandOutError.notFound, command: CommandLine.arguments[place])
        }
        try running.tellLost()
        let lease = try HeldLease(token, context)
        var handed: [HandedOut]
        do throws(Problem) {
            handed = try running.handOut(into: file)
            try lease.rest()
            if let run = try begin(hiding: handed, lease) {
                // The command has them.
                handed = []
                run.run { lease.end() }
            }
        } catch {
            lease.end()
            throw error
        }
        // From here on this is the command's process.
        throw try running.become(place, file, handed)
    }

    /// Starts the command's process, and returns `nil` there.
    private func begin(hiding handed: [HandedOut], _ lease: HeldLease) throws(Problem) -> HeldRun? {
        do throws(HandOutError) {
            let isMasked = running.options.isMasked
            return try MaskedRun.beginHeld(
                hiding: isMasked ? try running.secrets(handed[...]) : nil, keeping: lease.hold.descriptor)
        } catch { throw Problem(error) }
    }
}

/// A token that was made for this process alone.
final class HeldLease {
    private let context: Context
    let hold: LeaseHold
    private var view: TokenView?
    /// What opens the vault again where no agent made it; the vault itself is closed while the command runs.
    private var keys: SecretBytes?

    /// Makes it. From the beginning on, whoever looks at the journal knows whether this process lives.
    init(_ token: CreateRequest, _ context: Context) throws(Problem) {
        self.context = context
        try context.requireVault()
        do throws(LedgerError) { hold = try LeaseHold(beside: context.places.vault) } catch {
            throw Problem(error)
        }
        let view = try context.ask(MintRequest(token, for: hold.holder))
        self.view = view
        let name = Printable.quoted(view.record.label.text)
        context.console.note(
            "Created \(name) for this run. It is revoked when the command ends, and expires "
                + "\(Times.words(view.record.token.expiry, now: context.now)) at the latest.")
    }

    /// Closes the vault for as long as the command runs, where it was opened here, and ends the process that spoke to the provider.
    func rest() throws(Problem) {
        context.tools.provider.rest()
        guard let ledger = context.opened.ledger else { return }
        do throws(LedgerError) { keys = try ledger.keyring() } catch { throw Problem(error) }
        context.opened.ledger = nil
    }

    /// Revokes it, or says what does.
    func end() {
        guard let view else { return }
        let name = Printable.quoted(view.record.label.text)
        reopen()
        do throws(Problem) {
            let request = EndLeaseRequest(view.record.id, of: hold.holder)
            // Nobody is asked for a passphrase once the command has ended.
            let isOpen = context.opened.ledger != nil
            let done: Done? = isOpen ? try context.ask(request) : try context.answer(request)
            guard done != nil else { return warn(name, "No agent is unlocked.") }
            self.view = nil
            context.console.detail("Revoked \(name); the provider refuses it.")
        } catch { warn(name, error.message) }
        if view.record.token.expiry.hasPassed(at: context.now) {
            context.console.note("The command ran longer than its token lived. Give a longer --expiry.")
        }
    }

    private func warn(_ name: String, _ reason: String) {
        context.console.warn(
            Warning(
                .notRevoked,
                "\(name), made for this run, is not revoked yet. \(reason) To finish: lockstep sync"))
    }

    private func reopen() {
        guard context.opened.ledger == nil else { return }
        switch keys {
        case .some(let keys): context.opened.ledger = try? context.door.open(with: keys)
        case .none: break
        }
    }
}
