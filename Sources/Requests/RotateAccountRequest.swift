package import Lifecycle
package import Secrets

/// An account's provisioning token to be put in the place of itself, so to speak: a new one with the same rights takes its place.
package struct RotateAccountRequest: Request, Hashable {
    package typealias Answer = RotatedAccount
    package static let kind = RequestKind.rotateAccount
    /// The account's name.
    package let account: String
    /// When the new one expires, as a person writes it; `nil` for as long a life as the present one was given.
    package let expiry: String?

    /// Names an account.
    package init(_ account: String, expiry: String? = nil) { (self.account, self.expiry) = (account, expiry) }

    /// Writes both.
    package func encode(to writer: inout Writer) { writer.fields(account, expiry) }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), expiry: try reader.value())
    }
}

/// What became of an account whose provisioning token was to be rotated.
package struct RotatedAccount: Hashable, Sendable, Coded {
    /// The account, with its new token.
    package let account: Account
    /// The id of the former one.
    package let former: TokenID
    /// What is in the way of the former one's revocation; `nil` where it is revoked and purged.
    package let failure: Failure?

    /// Joins them.
    package init(_ account: Account, former: TokenID, _ failure: Failure?) {
        (self.account, self.former, self.failure) = (account, former, failure)
    }

    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) { writer.fields(account, former, failure) }

    /// Reads what became of an account.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), former: try reader.value(), try reader.value())
    }
}
