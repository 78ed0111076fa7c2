internal import Lifecycle
internal import Secrets

/// Verifies a provisioning token, and seals it bound to the address where it was verified.
struct LoggingIn {
    let context: Context

    func run() throws(Problem) {
        let named = try context.options.operands.first.map(Context.label)
        let ledger = try context.ledger()
        let accounts = try accounts(ledger)
        let address = try address(for: accounts.first { $0.name == named })
        if address != .ofFormat1 { context.console.note("Logging in at \(address.text).") }
        let string = try context.tokenString("Provisioning token", fromStdin: context.options.tokenStdin)
        let identity = try identify(string, at: address)
        let name: Label
        if let named { name = named } else { name = try Context.label(identity.user) }
        let before = accounts.first { $0.name == name }
        if let before { try requireSame(before, identity, address) }
        // An account that is known keeps its id, and what a later version has written of it.
        var account =
            before ?? Account(id: RecordID(), name: name, identity: identity, token: nil, sealed: context.now)
        (account.identity, account.address, account.sealed) = (identity, address, context.now)
        account.token = try itself(string, at: address)
        try agree(to: account, inPlaceOf: before, ledger)
        try vault { () throws(LedgerError) in
            try ledger.seal(account, string: string)
            if before != nil { try ledger.scrub() }
        }
        try tell(account)
    }

    /// The accounts that there are. Where one is damaged, none can be replaced: which records are its own, and where it belongs, is
    /// not proven, and another token in its place would be sent wherever the damage says.
    private func accounts(_ ledger: any Ledger) throws(Problem) -> [Account] {
        do throws(LedgerError) { return try ledger.accounts() } catch  where error.code == .altered {
            throw Problem(
                .integrity, .altered,
                "An account of this vault is damaged (\(error.part.rawValue)), and logging in cannot replace it.",
                safe: "Nothing was asked for, sent or sealed.", hint: "What to do: lockstep doctor")
        } catch { throw Problem(error) }
    }

    // MARK: Where

    /// Where the token is sent to: what was said, else where the account is, else the usual address.
    private func address(for known: Account?) throws(Problem) -> ProviderAddress {
        let said = try context.options.url.map { text throws(Problem) in
            try Context.address(text, from: "--url")
        }
        var wanted = said
        if wanted == nil { wanted = try context.namedAddress() }
        guard let known, known.address != nil else { return wanted ?? .ofFormat1 }
        if let wanted, wanted != known.home {
            throw .otherAddress(wanted, known, from: said == nil ? Context.addressVariable : "--url")
        }
        return known.home
    }

    private func requireSame(
        _ before: Account, _ identity: Identity, _ address: ProviderAddress
    ) throws(Problem) {
        let name = Printable.quoted(before.name.text)
        guard before.address == nil || before.address == address else {
            throw Problem(
                .conflict, .otherAddress,
                "The account \(name) belongs to \(before.home.text), and this token to \(address.text).",
                safe: "Nothing was sealed.", hint: "Give it a name of its own: lockstep login NAME")
        }
        guard before.identity.user == identity.user, before.identity.customer == identity.customer else {
            throw Problem(
                .conflict, .otherUser, "The account \(name) belongs to another user at the provider.",
                safe: "Nothing was sealed.", hint: "Give it a name of its own: lockstep login NAME")
        }
    }

    // MARK: What the token is

    private func identify(
        _ string: borrowing SecretBytes, at address: ProviderAddress
    ) throws(Problem) -> Identity {
        do throws(ProviderFailure) {
            let reply = try context.provider.perform(.identify, to: address, as: string)
            guard case .identity(let identity) = try reply.outcome.get() else {
                throw ProviderFailure(.nonsense)
            }
            return identity
        } catch  where error.code == .deadCredential {
            throw Problem(
                .providerRefused, .deadCredential,
                "The provider refuses this token: unknown, expired or revoked.",
                safe: "Nothing was sealed.", hint: "Make one on the provider's web page and try again.")
        } catch { throw Problem(error) }
    }

    /// The token as the provider lists it, found by its first characters; `nil` when it may not list tokens.
    private func itself(
        _ string: borrowing SecretBytes, at address: ProviderAddress
    ) throws(Problem) -> Token? {
        do throws(ProviderFailure) {
            let reply = try context.provider.perform(.list, to: address, as: string)
            guard case .tokens(let all) = try reply.outcome.get() else { return nil }
            for token in all.tokens where string.begins(with: token.prefix) {
                return token
            }
            return nil
        } catch  where [.missingScope, .forbidden].contains(error.code) {
            return nil
        } catch { throw Problem(error) }
    }

    // MARK: Telling

    private func tell(_ account: Account) throws(Problem) {
        let identity = account.identity
        warnings(account).forEach(context.console.warn)
        if context.options.json {
            return try context.console.print(AccountRow(account: account).json(versioned: true))
        }
        context.console.note(
            "Sealed the account \(Printable.quoted(account.name.text)): user \(identity.user), "
                + "scopes \(TokenRow.words(identity.scopes)), "
                + "expires \(account.token.map { Times.words($0.expiry, now: context.now) } ?? "unknown")")
    }

    private func warnings(_ account: Account) -> [Warning] {
        var warnings: [Warning] = []
        if Weakness.all(of: account, inPlaceOf: nil, now: context.now).contains(.cannotCreate) {
            warnings.append(Warning(.cannotCreate, "this token \(Weakness.cannotCreate.sentence)"))
        }
        if account.identity.isRestricted {
            warnings.append(
                Warning(
                    .restrictedUser, "the user is restricted: what tokens can do depends on its grants too")
            )
        }
        if let token = account.token, Times.isNear(token.expiry, now: context.now) {
            let moment = token.expiry.moment.map { Times.relative($0, now: context.now) } ?? ""
            warnings.append(Warning(.expiresSoon, "this token expires \(moment)"))
        }
        return warnings
    }
}
