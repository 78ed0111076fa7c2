internal import Agent
internal import Lifecycle
internal import Secrets

/// Deletes a token at the provider that was made elsewhere. The vault has nothing of it, so nothing is journalled;
/// the audit log is told.
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
        let credential = try vault { () throws(LedgerError) in try ledger.credential(of: account.id) }
        guard case .token(let token) = try ask(.view(id), credential, account) else {
            throw Problem(.absent, "no-token", "There is no token of this id at the provider.")
        }
        try confirm(token)
        _ = try ask(.delete(id), credential, account)
        try prove(id, credential, account)
        try tell(token, account, ledger)
    }

    private func confirm(_ token: Token) throws(Problem) {
        guard !context.options.yes else { return }
        context.console.note("  \(token.label)  (id \(token.id), \(TokenRow.words(token.scopes)))")
        let question = "Delete this token at the provider for good?"
        guard try context.terminal.confirms(question, otherwise: "Give --yes.") else {
            throw Problem(.unexpected, "declined", "Nothing was revoked.")
        }
    }

    /// Nobody here has the token string, so the proof is that the provider knows the id no more.
    private func prove(
        _ id: TokenID, _ credential: borrowing Credential, _ account: Account
    ) throws(Problem) {
        for look in 0...context.settle {
            if case .absent = try ask(.view(id), credential, account) { return }
            if look < context.settle { context.tools.clock.sleep(milliseconds: 1000) }
        }
        throw Problem(
            .pending, "still-there", "The provider says that it deleted the token, and still shows it.",
            hint: "Try again later.")
    }

    private func tell(_ token: Token, _ account: Account, _ ledger: any Ledger) throws(Problem) {
        let entry = AuditEntry(
            .revokedUnmanaged, time: context.now, label: account.name.text, token: token.id,
            caller: Callers.parent.caller)
        try vault { () throws(LedgerError) in
            try ledger.commit(OperationID(), journal: nil, changes: [.note(entry)], string: nil)
        }
        context.console.note("Deleted \(Printable.quoted(token.label)) (id \(token.id)) at the provider.")
        guard context.options.json else { return }
        try context.console.print(
            .object([
                ("version", 1), ("label", .text(token.label)), ("id", .number(token.id)), ("revoked", true),
            ]))
    }

    private func ask(
        _ request: ProviderRequest, _ credential: borrowing Credential, _ account: Account
    ) throws(Problem) -> ProviderAnswer {
        do throws(ProviderFailure) {
            return try context.provider.perform(
                request, to: credential.address, as: credential.string
            ).outcome.get()
        } catch { throw Problem(error, of: account) }
    }
}
