internal import Glibc
internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service
internal import Wire

/// Creates a token, and seals it to a vault that is not open here.
struct Depositing {
    let context: Context
    let options: DepositOptions

    func run(_ request: CreateRequest) throws(Problem) {
        let ticket = try ticket()
        try served { () throws(Failure) in try Service.check(request, now: context.now) }
        let key = try signingKey()
        let token = try context.tokenString("Provisioning token", fromStdin: options.isFromStdin)
        let ledger = context.tools.depositing(
            ticket, key, token, options.folder, context.places.vault, context.tools.step)
        let record: Record
        do throws(Problem) { record = try create(request, ticket, ledger) } catch {
            throw error.ofDeposit(in: ledger.path)
        }
        guard !context.options.json else {
            return try context.console.print(.deposited(record, in: ledger.path))
        }
        context.console.note(Sentence.created(record, now: context.now))
        context.console.note(
            "Sealed it to the vault in \(Printable.quoted(ledger.path)). It counts once lockstep sync has taken it in there."
        )
    }

    private func create(
        _ request: CreateRequest, _ ticket: DepositTicket, _ ledger: any DepositWriting
    ) throws(Problem) -> Record {
        let conditions = Service.Conditions(
            origin: Origin(Callers.parent.caller, through: .commandLine), settle: context.settle,
            address: try context.namedAddress(), authority: nil)
        let ticker = Ticker("Waiting for the provider:", context.console)
        defer { ticker.stop() }
        return try served { () throws(Failure) in
            try Service.deposit(
                request, to: ticket.account, in: ledger, context.tools.provider, context.tools.clock,
                conditions, hear: context.telling())
        }
    }

    private func ticket() throws(Problem) -> DepositTicket {
        guard let text = options.ticket else {
            throw .usage(
                "Name the vault that the token is for: --to TICKET",
                hint: "Whoever can open the vault prints the ticket with: lockstep depositor list")
        }
        do throws(SecretsError) { return try DepositTicket(text) } catch { throw .noTicket(error) }
    }

    private func signingKey() throws(Problem) -> SigningKey {
        let path: String
        if let named = options.signingKey { path = named } else { path = try context.places.privateKey.get() }
        guard unsafe access(path, F_OK) == 0 else { throw .noSigningKey(path) }
        let secret = try SecretFile.key(path, context.console)
        do throws(SecretsError) { return try DepositorKey.pair(of: secret) } catch {
            throw Problem(error, reading: "The private key \(Printable.quoted(path))")
        }
    }
}
