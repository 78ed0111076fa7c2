/// A token as the provider describes it; the token string is never part of it.
public struct Token: Hashable, Sendable {
    /// The provider's id.
    public var id: TokenID
    /// The label at the provider, as it stands there.
    public var label: String
    /// What it may do.
    public var scopes: Scopes
    /// When it was made, if the provider said so.
    public var created: Instant?
    /// Until when it is valid.
    public var expiry: Expiry
    /// The first 16 characters of the token string: what the provider shows in every listing.
    public var prefix: String

    /// Describes a token.
    public init(
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
public struct Identity: Hashable, Sendable {
    /// The user's name at the provider.
    public var user: String
    /// The account's id (`X-Customer-UUID`), which tells two accounts apart; empty when not said.
    public var customer: String
    /// The scopes of the credential itself (`X-OAuth-Scopes`).
    public var scopes: Scopes
    /// Whether the user is restricted by grants.
    public var isRestricted: Bool

    /// Describes an identity.
    public init(user: String, customer: String, scopes: Scopes, isRestricted: Bool) {
        self.user = user
        self.customer = customer
        self.scopes = scopes
        self.isRestricted = isRestricted
    }
}
