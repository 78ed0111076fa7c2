/// What can be asked of a provider; the credential goes beside it, never in it.
package enum ProviderRequest: Hashable, Sendable {
    /// Who does the credential belong to, and what may it do (no scope is needed).
    case identify
    /// Make a token. The only request that is never repeated blindly.
    case create(label: String, scopes: Scopes, expiry: Expiry)
    /// Describe one token.
    case view(TokenID)
    /// Describe all tokens, over all pages.
    case list
    /// Give a token another label.
    case rename(TokenID, String)
    /// Delete a token.
    case delete(TokenID)

    /// Whether doing it twice is the same as doing it once.
    package var isRepeatable: Bool {
        if case .create = self { false } else { true }
    }
}

/// What a provider answered when it did as asked.
package enum ProviderAnswer: Hashable, Sendable {
    /// To `identify`: the credential is alive.
    case identity(Identity)
    /// To `create`: made; the token string came beside the answer, or not, when it was unusable.
    case created(Token)
    /// To `view` and `rename`.
    case token(Token)
    /// To `list`: all of them.
    case tokens(TokenListing)
    /// To `delete`: the provider says that it did.
    case deleted
    /// To `view`, `rename` and `delete`: there is no such token (404).
    case absent
}
