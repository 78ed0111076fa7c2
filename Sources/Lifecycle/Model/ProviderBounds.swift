/// The most that a provider may say. Whatever reads its answers, in its own process or from that process, keeps to it.
package enum ProviderBounds {
    /// Characters of a token's label.
    package static let label = 400
    /// Characters of scopes.
    package static let scopes = 2000
    /// Characters of a token's public prefix.
    package static let prefix = 64
    /// Characters of a user's name, an account's id, a scope's name and the provider's own sentence.
    package static let name = 200
    /// Characters of any sentence on a failure, those of this machine included, which may hold a path.
    package static let sentence = 600
    /// Tokens in a listing.
    package static let tokens = 200_000
    /// Seconds to wait: a day.
    package static let wait: Int64 = 86_400
}
