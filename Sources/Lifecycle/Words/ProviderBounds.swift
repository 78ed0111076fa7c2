/// The most that a provider may say. Whatever reads its answers, in its own process or from that process, keeps to it.
public enum ProviderBounds {
    /// Characters of a token's label; Linode takes 100.
    public static let label = 400
    /// Characters of scopes; all that Linode has take some 400.
    public static let scopes = 2000
    /// Characters of a token's public prefix.
    public static let prefix = 16
    /// Characters of a user's name, an account's id, a scope's name and the provider's own sentence.
    public static let name = 200
    /// Characters of any sentence on a failure, those of this machine included, which may hold a path.
    public static let sentence = 600
    /// Tokens in a listing.
    public static let tokens = 200_000
    /// Seconds to wait: a day.
    public static let wait: Int64 = 86_400
}
