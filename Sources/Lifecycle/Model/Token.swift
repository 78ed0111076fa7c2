/// A token as the provider describes it; the token string is never part of it.
package struct Token: Hashable, Sendable {
    /// The provider's id.
    package var id: TokenID
    /// The label at the provider, as it stands there.
    package var label: String
    /// What it may do.
    package var scopes: Scopes
    /// When it was made, if the provider said so.
    package var created: Instant?
    /// Until when it is valid.
    package var expiry: Expiry
    /// How the token string begins, as far as the provider shows it in every listing.
    package var prefix: String
    /// Fields of a later version: kept as they are.
    package var others = NumberedFields()

    /// Describes a token.
    package init(
        id: TokenID, label: String, scopes: Scopes, created: Instant?, expiry: Expiry, prefix: String
    ) {
        self.id = id
        self.label = label
        self.scopes = scopes
        self.created = created
        self.expiry = expiry
        self.prefix = prefix
    }
}

/// Who a credential belongs to, as the provider tells it.
package struct Identity: Hashable, Sendable {
    /// The user's name at the provider.
    package var user: String
    /// The account's id (`X-Customer-UUID`), which tells two accounts apart; empty when not said.
    package var customer: String
    /// The scopes of the credential itself (`X-OAuth-Scopes`).
    package var scopes: Scopes
    /// Whether the user is restricted by grants.
    package var isRestricted: Bool

    /// Describes an identity.
    package init(user: String, customer: String, scopes: Scopes, isRestricted: Bool) {
        self.user = user
        self.customer = customer
        self.scopes = scopes
        self.isRestricted = isRestricted
    }
}
