package import Secrets

/// A token string on its way to an application. A class, so that several can stand in one array.
package final class HandedOut {
    /// The token string.
    package let string: SecretBytes
    /// The provider's address that it is for; `nil` where the account's row does not open.
    package let address: ProviderAddress?
    /// When it ceases to be valid.
    package let expiry: Expiry
    /// Whether the reading log has it; only what a person wants unlogged may lack that.
    package var isLogged = true

    /// Takes a token string over.
    package init(_ string: consuming SecretBytes, for address: ProviderAddress?, until expiry: Expiry) {
        self.string = string
        (self.address, self.expiry) = (address, expiry)
    }
}
