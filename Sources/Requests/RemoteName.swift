package import Lifecycle

/// What names a token that is at the provider, and need not be in the vault.
package enum RemoteName: Hashable, Sendable {
    /// Its id there.
    case id(TokenID)
    /// The first characters of its string, which the provider shows in every listing.
    case prefix(String)
    /// Its string, which is in hand.
    case string
}

/// What a token that was made elsewhere is wanted for.
package enum RemoteUse: UInt8, Sendable, CaseIterable {
    /// To be sealed here.
    case adoption = 1
    /// To be deleted there.
    case revocation = 2
}
