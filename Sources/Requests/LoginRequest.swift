package import Lifecycle

/// A provisioning token that is to be sealed.
package struct LoginRequest: Hashable, Sendable {
    /// The account's name; `nil` to have it named after its user.
    package var name: Label?
    /// The address that was asked for; `nil` for the account's own, else the asker's, else the usual one.
    package var address: ProviderAddress?

    /// Describes what is asked for.
    package init(name: Label?, address: ProviderAddress? = nil) {
        (self.name, self.address) = (name, address)
    }
}

/// An account as it would be sealed, and what speaks against that.
package struct LoginPlan: Hashable, Sendable {
    /// The account with its new token.
    package let account: Account
    /// The account whose token it replaces.
    package let before: Account?
    /// What the token cannot do, and should.
    package let weaknesses: [Weakness]

    /// Joins them.
    package init(_ account: Account, inPlaceOf before: Account?, _ weaknesses: [Weakness]) {
        (self.account, self.before, self.weaknesses) = (account, before, weaknesses)
    }
}

/// What a provisioning token cannot do, and should, or what the one that it replaces can.
package enum Weakness: Hashable, Sendable {
    /// It makes no tokens.
    case cannotCreate
    /// Scopes that the token before has.
    case lacks([String])
    /// It is about to expire, and the token before is not.
    case expiresSooner
}
