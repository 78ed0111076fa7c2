internal import Lifecycle

/// Deletes a token at the provider that was made elsewhere.
struct UnmanagedRevoking {
    let context: Context

    func run() throws(Problem) {
        guard context.options.operands.isEmpty, !context.options.all, !context.options.expired,
            context.options.matching.isEmpty
        else { throw .usage("--id and --prefix name one token; give no others beside it.") }
        try context.checkRemoteToken()
        let ledger = try context.ledger()
        let account = try context.account(in: ledger)
        try context.requireHome(of: [account])
        guard let id = try context.remoteToken(of: account, ledger) else { return }
        if let record = try vault({ () throws(LedgerError) in try ledger.record(of: id, seenBy: account) }) {
            throw .usage("The vault has this token.", hint: "lockstep revoke '\(record.label.text)'")
        }
        guard try !vault({ () throws(LedgerError) in try ledger.isCredential(id, seenBy: account) }) else {
            throw .usage("This is an account's provisioning token.", hint: "Log in with another one before.")
        }
        let token = try look(at: id, account, ledger)
        try confirm(token)
        if let problem = try delete(id, account, ledger) { throw problem }
        try tell(token)
    }

    /// One that is in the journal already is taken up; returns what is in the way.
    private func delete(_ id: TokenID, _ account: Account, _ ledger: any Ledger) throws(Problem) -> Problem? {
        let driver = try context.driver(ledger, for: [account.id])
        let open = try vault { () throws(LedgerError) in try ledger.operations() }.filter {
            ($0.operation as? UnmanagedRevocation)?.token == id && $0.operation.subject.account == account.id
        }
        guard open.isEmpty else {
            var problem: Problem?
            driver.resume(open) { problem = problem ?? $1.problem(of: $0, at: account) }
            return problem
        }
        let subject = context.subject(RecordID(), account.id, account.name)
        return driver.run(UnmanagedRevocation(subject, token: id)).problem(at: account)
    }

    private func look(at id: TokenID, _ account: Account, _ ledger: any Ledger) throws(Problem) -> Token {
        let credential = try vault { () throws(LedgerError) in try ledger.credential(of: account.id) }
        let answer: ProviderAnswer
        do throws(ProviderFailure) {
            answer = try context.provider.perform(
                .view(id), to: credential.address, as: credential.string
            ).outcome.get()
        } catch { throw Problem(error, of: account) }
        guard case .token(let token) = answer else {
            throw Problem(.absent, .noToken, "There is no token of this id at the provider.")
        }
        return token
    }

    private func confirm(_ token: Token) throws(Problem) {
        guard !context.options.yes else { return }
        context.console.note("  \(token.label)  (id \(token.id), \(TokenRow.words(token.scopes)))")
        let question = "Delete this token at the provider for good?"
        guard try context.terminal.confirms(question, otherwise: "Give --yes.") else {
            throw Problem(.unexpected, .declined, "Nothing was revoked.")
        }
    }

    private func tell(_ token: Token) throws(Problem) {
        context.console.note("Deleted \(Printable.quoted(token.label)) (id \(token.id)) at the provider.")
        guard context.options.json else { return }
        try context.console.print(
            .object([
                ("version", 1), ("label", .text(token.label)), ("id", .id(token.id)), ("revoked", true),
            ]))
    }
}
