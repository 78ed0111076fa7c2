/// Compares the provider's listing with the vault. Pure: a listing and the records in, findings out.
package struct Reconciliation: Hashable, Sendable {
    /// A token at the provider and its record.
    package struct Match: Hashable, Sendable {
        /// The record in the vault.
        package var record: Record
        /// The token at the provider.
        package var token: Token
    }

    /// In both, under the same label.
    package internal(set) var managed: [Match] = []
    /// In both, but renamed elsewhere.
    package internal(set) var drifted: [Match] = []
    /// At the provider only, made elsewhere.
    package internal(set) var unmanaged: [Token] = []
    /// At the provider only, made by an attempt of this vault that had been answered already.
    package internal(set) var orphaned: [Token] = []
    /// At the provider under the provisional label of a creation that is still in the journal.
    package internal(set) var underway: [Token] = []
    /// Still listed though the vault has the proof that it is dead: listings lag.
    package internal(set) var lagging: [Token] = []
    /// At the provider, and not understood: they are left alone, with their records.
    package internal(set) var unreadable: [UnreadableToken] = []
    /// In the vault only: deleted or expired at the provider.
    package internal(set) var gone: [Record] = []

    /// Compares the listing that `account` gave, read before the rest.
    ///
    /// Accounts of the same user see the same tokens: what one of them manages is managed for all, and their
    /// provisioning tokens are neither managed nor unmanaged. Only the account's own records can be gone for it.
    package init(
        listing: TokenListing, of account: Account, accounts: [Account], records: [Record],
        operations: [any StateMachine]
    ) {
        let kin = accounts.filter { $0.isSameUser(as: account) }
        let ids = Set(kin.map(\.id) + [account.id])
        let records = records.filter { ids.contains($0.account) }
        let operations = operations.filter { ids.contains($0.subject.account) }
        let credentials = Set((kin + [account]).compactMap(\.token?.id))
        let open = Set(operations.compactMap(\.provisionalNonce))
        let living = records.filter { $0.state != .gone }
        let byToken = Dictionary(living.map { ($0.token.id, $0) }, uniquingKeysWith: { first, _ in first })
        let dead = Set(records.filter { $0.state == .gone && $0.receipt != nil }.map(\.token.id))
        let nonces = Set(records.compactMap(\.nonce))
        for token in listing.tokens {
            if let record = byToken[token.id] {
                let match = Match(record: record, token: token)
                if record.state == .creating || record.isNamed(token.label) {
                    managed.append(match)
                } else {
                    drifted.append(match)
                }
            } else if dead.contains(token.id) {
                lagging.append(token)
            } else if !credentials.contains(token.id) {
                file(ProvisionalLabel(token.label)?.nonce, of: token, open, nonces)
            }
        }
        unreadable = listing.unreadable
        let listed = Set(listing.tokens.map(\.id) + listing.unreadable.compactMap(\.id))
        // A token without a readable id may be any of them.
        guard !listing.unreadable.contains(where: { $0.id == nil }) else { return }
        gone = living.filter {
            $0.account == account.id && !listed.contains($0.token.id) && $0.state != .revoking
                && $0.state != .creating
        }
    }

    private mutating func file(_ nonce: Nonce?, of token: Token, _ open: Set<Nonce>, _ known: Set<Nonce>) {
        switch nonce {
        case .some(let nonce) where open.contains(nonce): underway.append(token)
        case .some(let nonce) where known.contains(nonce): orphaned.append(token)
        case .some, .none: unmanaged.append(token)
        }
    }
}

extension Record {
    /// Whether a label at the provider is this record's: the vault's, or the one that the token was made with.
    fileprivate func isNamed(_ label: String) -> Bool {
        self.label.text == label || nonce.map { ProvisionalLabel($0).text == label } ?? false
    }
}
