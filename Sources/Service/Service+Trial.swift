internal import Lifecycle
package import Requests
package import Secrets

// Strings that were made elsewhere, before anybody decides what becomes of them.

extension Service {
    /// Asks the provider whose a token string is, with the string itself. It goes to the addresses of accounts alone, and to none but the
    /// one that its file names.
    package func trial(_ request: TrialRequest, string: borrowing SecretBytes) throws(Failure) -> Trial {
        let known = request.account == nil ? try accounts() : [try account(named: request.account)]
        guard !known.isEmpty else { throw .noAccounts }
        if request.account != nil { try requireHome(of: known) }
        let asked = known.filter { account in
            (conditions.address ?? account.home) == account.home
                && (request.host ?? account.home.host) == account.home.host
        }
        guard !asked.isEmpty else { return .elsewhere }
        var tried = Set<ProviderAddress>()
        for home in asked.map(\.home) where tried.insert(home).inserted {
            let identity: Identity
            do throws(Failure) { identity = try identify(string, at: home) } catch .deadToken { continue }
            let owner = asked.first {
                $0.home == home && $0.identity.user == identity.user
                    && $0.identity.customer == identity.customer
            }
            guard let owner else { return .foreign(user: identity.user) }
            return try listed(string, of: owner)
        }
        return .dead
    }

    private func listed(_ string: borrowing SecretBytes, of account: Account) throws(Failure) -> Trial {
        var found: [Token] = []
        for token in try listing(of: account).tokens where string.begins(with: token.prefix) {
            found.append(token)
        }
        guard let token = found.first, found.count == 1 else { return .unlisted(account: account.name) }
        return .own(token, account: account.name)
    }
}

extension ProviderAddress {
    /// The host, and its port where that is not the scheme's own.
    fileprivate var host: String {
        String(text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)[2])
    }
}
