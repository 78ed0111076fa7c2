package import Lifecycle

/// Exactly the tokens that a request takes out of the vault, as the vault had them when it was planned.
package struct RevokePlan: Hashable, Sendable {
    /// The tokens, in the order in which they were named, or by label.
    package let tokens: [TokenView]
    /// Whether the policies stay for later tokens of the same labels.
    package var keepsPolicies = false

    /// Takes the tokens.
    package init(_ tokens: [TokenView]) { self.tokens = tokens }
}

/// A token that is not in the vault and is to be deleted at the provider.
package struct UnmanagedPlan: Hashable, Sendable {
    /// The account that asks.
    package let account: Account
    /// The token as the provider has it.
    package let token: Token

    /// Joins them.
    package init(_ account: Account, _ token: Token) { (self.account, self.token) = (account, token) }
}

/// What became of a token that was to be revoked.
package struct Revoked: Hashable, Sendable {
    /// The token as it was.
    package let token: TokenView
    /// What is in the way; `nil` where it is revoked and purged.
    package let failure: Failure?
    /// The receipt that the tombstone has.
    package let receipt: Receipt?

    /// Joins them.
    package init(_ token: TokenView, _ failure: Failure?, receipt: Receipt?) {
        (self.token, self.failure, self.receipt) = (token, failure, receipt)
    }
}
