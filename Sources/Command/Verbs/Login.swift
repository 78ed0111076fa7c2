internal import Lifecycle
internal import Secrets

extension Verbs {
    static let login = Verb(
        name: "login", summary: "seal a provisioning token, with which tokens are made and revoked",
        operands: "[ACCOUNT]", count: 0...1,
        flags: [Flag("token-stdin", nil, .toggle(\.tokenStdin), "read the token from standard input")],
        notes: [
            """
            The token is made once on the provider's web page, with the scope account:read_write and those that the \
            tokens to come shall have. It is verified before it is sealed. Without ACCOUNT the account is named \
            after its user; logging in again under the same name puts the new token in the place of the old one.
            """
        ],
        examples: ["lockstep login", "lockstep login work --token-stdin < token.txt"]
    ) { context throws(Problem) in try LoggingIn(context: context).run() }

    static let logout = Verb(
        name: "logout", summary: "wipe an account and its provisioning token", operands: "ACCOUNT",
        count: 1...1,
        notes: ["Refused while tokens or operations depend on it. The provider is not told."],
        examples: ["lockstep logout work"]
    ) { context throws(Problem) in
        let ledger = try context.ledger()
        let name = context.options.operands[0]
        let accounts = try vault { () throws(LedgerError) in try ledger.accounts() }
        guard let account = accounts.first(where: { $0.name.text == name }) else {
            throw context.noAccount(name)
        }
        do throws(LedgerError) {
            try ledger.wipe(account, at: context.now)
            try ledger.scrub()
        } catch  where error.code == .conflict {
            throw Problem(
                .conflict, "account-in-use", "Tokens or operations still depend on this account.",
                safe: "Nothing was changed.",
                hint: "Revoke them first (lockstep list); lockstep sync ends operations.")
        } catch { throw Problem(error) }
        context.console.note(
            "Wiped the account \(Printable.quoted(name)). Its provisioning token still lives.")
        if context.options.json {
            try context.console.print(.object([("version", 1), ("account", .text(name))]))
        }
    }
}

/// Verifies a provisioning token and seals it.
private struct LoggingIn {
    let context: Context

    func run() throws(Problem) {
        let ledger = try context.ledger()
        let string = try context.tokenString("Provisioning token", fromStdin: context.options.tokenStdin)
        let identity = try identify(string)
        let name = try Context.label(context.options.operands.first ?? identity.user)
        let before = try vault { () throws(LedgerError) in try ledger.accounts() }.first { $0.name == name }
        if let before, before.identity.user != identity.user || before.identity.customer != identity.customer
        {
            throw Problem(
                .conflict, "other-user",
                "The account \(Printable.quoted(name.text)) belongs to another user at the provider.",
                safe: "Nothing was sealed.", hint: "Give it a name of its own: lockstep login NAME")
        }
        let account = Account(
            id: before?.id ?? RecordID(), name: name, identity: identity, token: try itself(string),
            sealed: context.now)
        try vault { () throws(LedgerError) in
            try ledger.seal(account, string: string)
            if before != nil { try ledger.scrub() }
        }
        try tell(account)
    }

    private func identify(_ string: borrowing SecretBytes) throws(Problem) -> Identity {
        do throws(ProviderFailure) {
            let reply = try context.provider.perform(.identify, as: string)
            guard case .identity(let identity) = try reply.outcome.get() else {
                throw ProviderFailure(.nonsense)
            }
            return identity
        } catch  where error.code == .deadCredential {
            throw Problem(
                .providerRefused, "dead-credential",
                "The provider refuses this token: unknown, expired or revoked.",
                safe: "Nothing was sealed.", hint: "Make one on the provider's web page and try again.")
        } catch { throw Problem(error) }
    }

    /// The token as the provider lists it, found by its first characters; `nil` when it may not list tokens.
    private func itself(_ string: borrowing SecretBytes) throws(Problem) -> Token? {
        do throws(ProviderFailure) {
            let reply = try context.provider.perform(.list, as: string)
            guard case .tokens(let all) = try reply.outcome.get() else { return nil }
            for token in all where token.prefix.utf8.count >= 8 && string.begins(with: token.prefix) {
                return token
            }
            return nil
        } catch  where [.missingScope, .forbidden].contains(error.code) {
            return nil
        } catch { throw Problem(error) }
    }

    private func tell(_ account: Account) throws(Problem) {
        let identity = account.identity
        warnings(account).forEach(context.console.warn)
        if context.options.json {
            try context.console.print(AccountRow(account: account).json(versioned: true))
            return
        }
        context.console.note(
            "Sealed the account \(Printable.quoted(account.name.text)): user \(identity.user), "
                + "scopes \(TokenRow.words(identity.scopes)), "
                + "expires \(account.token.map { Times.words($0.expiry, now: context.now) } ?? "unknown")")
    }

    private func warnings(_ account: Account) -> [Warning] {
        var warnings: [Warning] = []
        if !account.identity.scopes.covers(.only(["account": .readWrite])) {
            warnings.append(
                Warning(
                    "cannot-create", "this token cannot create or delete tokens: it lacks account:read_write")
            )
        }
        if account.identity.isRestricted {
            warnings.append(
                Warning(
                    "restricted-user", "the user is restricted: what tokens can do depends on its grants too")
            )
        }
        if let token = account.token, Times.isNear(token.expiry, now: context.now) {
            let moment = token.expiry.moment.map { Times.relative($0, now: context.now) } ?? ""
            warnings.append(Warning("expires-soon", "this token expires \(moment)"))
        }
        return warnings
    }
}
