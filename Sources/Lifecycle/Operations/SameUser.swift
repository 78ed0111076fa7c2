// Accounts of one user at the provider see one list of tokens, whichever of them made a token.

extension Account {
    /// Whether both are logins of one user at one provider.
    package func isSameUser(as other: Account) -> Bool {
        home == other.home && identity.user == other.identity.user
            && identity.customer == other.identity.customer
    }
}

extension Ledger {
    /// Compares a listing that an account gave, read just now, with the vault.
    package func compare(_ listing: TokenListing, of account: Account) throws(LedgerError) -> Reconciliation {
        Reconciliation(
            listing: listing, of: account, accounts: try accounts(), records: try records(),
            operations: try operations().map(\.operation))
    }

    /// The living record of a token that an account sees, whichever of its user's accounts made it.
    package func record(of token: TokenID, seenBy account: Account) throws(LedgerError) -> Record? {
        let kin = Set(try accounts().filter { $0.isSameUser(as: account) }.map(\.id))
        return try records().first { $0.token.id == token && kin.contains($0.account) && $0.state != .gone }
    }

    /// Whether a token that an account sees is a provisioning token of its user.
    package func isCredential(_ token: TokenID, seenBy account: Account) throws(LedgerError) -> Bool {
        try accounts().contains { $0.token?.id == token && $0.isSameUser(as: account) }
    }
}
