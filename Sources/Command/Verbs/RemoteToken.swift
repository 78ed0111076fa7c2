internal import Lifecycle
internal import ProviderProfiles
internal import Secrets

// Naming a token that the vault does not have.

extension Flag {
    static let id = Flag(
        "id", nil, .value("ID", \.id), "a token's id at the provider (lockstep list --remote)")
    static let prefix = Flag(
        "prefix", nil, .value("CHARS", \.prefix),
        "in place of the id, the first \(ProviderProfile.linode.publicPrefix) characters of its string")
}

extension Context {
    /// How many characters of a token string the provider shows in every listing.
    static let prefixLength = ProviderProfile.linode.publicPrefix

    /// All tokens that an account sees, over all pages.
    func listing(of account: Account, _ ledger: any Ledger) throws(Problem) -> TokenListing {
        try requireHome(of: [account])
        let credential = try vault { () throws(LedgerError) in try ledger.credential(of: account.id) }
        do throws(ProviderFailure) {
            let reply = try provider.perform(.list, to: credential.address, as: credential.string)
            guard case .tokens(let listing) = try reply.outcome.get() else {
                throw ProviderFailure(.nonsense)
            }
            warn(of: listing.unreadable, account.name)
            return listing
        } catch { throw Problem(error, of: account) }
    }

    /// Warns of listed tokens that could not be understood: they are in none of the counts.
    func warn(of unreadable: [UnreadableToken], _ account: Label) {
        for token in unreadable.prefix(20) {
            let name = token.id.map { "the token with id \($0)" } ?? "a token without a readable id"
            console.warn(
                Warning(
                    .unreadableToken,
                    "\(account.text): \(name) at the provider \(token.flaw.words). It is left alone."))
        }
        if unreadable.count > 20 {
            console.warn(
                Warning(
                    .unreadableToken,
                    "\(account.text): \(unreadable.count - 20) more tokens cannot be read."))
        }
    }

    /// The token that `--id` or `--prefix` names; `nil` when neither was given.
    func remoteToken(of account: Account, _ ledger: any Ledger) throws(Problem) -> TokenID? {
        guard let prefix = options.prefix else { return try options.id.map(Context.tokenID) }
        let found = try listing(of: account, ledger).tokens.filter { $0.prefix == prefix }
        return try only(found, "begins with these characters")
    }

    /// The token that a string belongs to, by its first characters.
    func remoteToken(
        beginning string: borrowing SecretBytes, of account: Account, _ ledger: any Ledger
    ) throws(Problem) -> TokenID {
        var found: [Token] = []
        for token in try listing(of: account, ledger).tokens
        where string.begins(with: token.prefix) { found.append(token) }
        return try only(found, "has this string")
    }

    /// Refuses `--id` and `--prefix` that cannot name a token, before anything is asked.
    func checkRemoteToken() throws(Problem) {
        if let id = options.id { _ = try Context.tokenID(id) }
        guard let prefix = options.prefix else { return }
        guard options.id == nil else { throw .usage("Give --id or --prefix, not both.") }
        guard prefix.utf8.count <= Context.prefixLength else {
            throw .usage(
                "--prefix takes the first \(Context.prefixLength) characters and no more.",
                hint: "A command line can be read by others: if this was a token string, revoke that token.")
        }
        guard prefix.utf8.count == Context.prefixLength else {
            throw .usage(
                "--prefix takes the first \(Context.prefixLength) characters, all of them.",
                hint: "Nothing was changed.")
        }
    }

    private static func tokenID(_ text: String) throws(Problem) -> TokenID {
        guard let id = TokenID(text), id.number != nil else {
            throw .usage("\(Printable.quoted(text)) is not a valid id.")
        }
        return id
    }

    private func only(_ found: [Token], _ what: String) throws(Problem) -> TokenID {
        guard let first = found.first else {
            throw Problem(
                .absent, .noToken, "No token at the provider \(what).", safe: "Nothing was changed.",
                hint: "See: lockstep list --remote")
        }
        guard found.count == 1 else {
            throw Problem(
                .conflict, .ambiguous, "\(found.count) tokens at the provider fit.",
                safe: "Nothing was changed.", hint: "Name one by its --id.")
        }
        return first.id
    }
}
