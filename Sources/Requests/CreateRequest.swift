package import Lifecycle

/// A token to be created at the provider and sealed.
package struct CreateRequest: Hashable, Sendable {
    /// Its label.
    package var label: Label
    /// Its scopes, as a person writes them: `linodes:rw`.
    package var scopes: [String]
    /// Scopes that Lockstep does not know yet.
    package var unknownScopes: [String]
    /// Whether it may do everything, in place of scopes.
    package var isFullAccess: Bool
    /// How long it lives, as a person writes it: `90d`, `2027-01-31`, `never`; `nil` where nothing was said.
    package var expiry: String?
    /// The name of the account; `nil` for the only one.
    package var account: String?
    /// What is decided for its label at once.
    package var policy: PolicyWords

    /// Describes what is asked for.
    package init(
        _ label: Label, scopes: [String] = [], unknownScopes: [String] = [], isFullAccess: Bool = false,
        expiry: String?, account: String? = nil, policy: PolicyWords = PolicyWords()
    ) {
        (self.label, self.scopes, self.unknownScopes) = (label, scopes, unknownScopes)
        (self.isFullAccess, self.expiry, self.account) = (isFullAccess, expiry, account)
        self.policy = policy
    }
}

extension CreateRequest {
    /// How long the token lives, as a person has said: its expiry, or else the lifetime that is decided for its label.
    package var living: String? { expiry ?? (policy.lifetime == "none" ? nil : policy.lifetime) }
}
