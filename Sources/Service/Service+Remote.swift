internal import Lifecycle
internal import ProviderProfiles
package import Requests
internal import Secrets

// Tokens that are at the provider, and need not be in the vault.

extension Service {
    /// What an id or a beginning of a token string names; `nil` where neither was given. Throws `unusable`, before anything is asked.
    package static func remoteName(id: String?, prefix: String?) throws(Failure) -> RemoteName? {
        let named = try id.map { text throws(Failure) in
            guard let id = ProviderProfile.linode.id(text) else { throw .unusable(.naming(.id(text))) }
            return RemoteName.id(id)
        }
        guard let prefix else { return named }
        guard named == nil else { throw .unusable(.naming(.idAndPrefix)) }
        let length = ProviderProfile.linode.publicPrefix
        guard prefix.utf8.count <= length else { throw .unusable(.naming(.longPrefix(length))) }
        guard prefix.utf8.count == length else { throw .unusable(.naming(.shortPrefix(length))) }
        return .prefix(prefix)
    }

    /// All tokens that an account sees, over all pages.
    func listing(of account: Account) throws(Failure) -> TokenListing {
        try requireHome(of: [account])
        let answer = try answer(to: .list, account)
        do throws(ProviderFailure) {
            guard case .tokens(let listing) = try answer.get() else {
                throw ProviderFailure(.nonsense)
            }
            if !listing.unreadable.isEmpty { hear(.unreadable(listing.unreadable, account: account.name)) }
            return listing
        } catch { throw .provider(error, account) }
    }

    private func answer(
        to request: ProviderRequest, _ account: Account
    ) throws(Failure) -> Result<ProviderAnswer, ProviderFailure> {
        try reading { () throws(LedgerError) in
            try vault.ask(request, of: provider, as: account.id).outcome
        }
    }

    /// The token of an id, as an account sees it.
    func token(_ id: TokenID, of account: Account) throws(Failure) -> Token {
        try requireHome(of: [account])
        let answer = try answer(to: .view(id), account)
        do throws(ProviderFailure) {
            if case .token(let token) = try answer.get() { return token }
        } catch { throw .provider(error, account) }
        throw .noRemoteToken(.id(id))
    }

    /// The id of the token that a name leads to.
    func find(_ name: RemoteName, of account: Account) throws(Failure) -> TokenID {
        guard case .prefix(let prefix) = name else {
            guard case .id(let id) = name else { throw .noRemoteToken(name) }
            return id
        }
        return try only(listing(of: account).tokens.filter { $0.prefix == prefix }, name)
    }

    /// The id of the token that a string belongs to, by its first characters.
    func find(_ string: borrowing SecretBytes, of account: Account) throws(Failure) -> TokenID {
        var found: [Token] = []
        for token in try listing(of: account).tokens where string.begins(with: token.prefix) {
            found.append(token)
        }
        return try only(found, .string)
    }

    private func only(_ found: [Token], _ name: RemoteName) throws(Failure) -> TokenID {
        guard let first = found.first else { throw .noRemoteToken(name) }
        guard found.count == 1 else { throw .ambiguous(found.count) }
        return first.id
    }

    /// Throws where the vault has that token, or it is an account's own.
    func requireForeign(_ id: TokenID, _ account: Account, for use: RemoteUse) throws(Failure) {
        let isOwn = try reading { () throws(LedgerError) in try vault.isCredential(id, seenBy: account) }
        guard !isOwn else { throw .provisioning(use) }
        let known = try reading { () throws(LedgerError) in try vault.record(of: id, seenBy: account) }
        if let known { throw .known(known.label, use) }
    }
}
