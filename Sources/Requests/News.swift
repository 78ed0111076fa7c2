package import Lifecycle

/// What is told while a request is performed.
package enum News: Hashable, Sendable {
    /// How far the operations are.
    case progress(Progress)
    /// A creation came to nothing, left nothing, and is tried once more.
    case again(Reason)
    /// A token that was named is left alone, since the filters exclude it.
    case excluded(Label)
    /// A token has expired by this machine's clock, and the provider still honours it: it is left alone.
    case alive(Label, Expiry)
    /// The provider lists tokens to an account that cannot be understood: they are in none of the counts.
    case unreadable([UnreadableToken], account: Label)
    /// What of the environment decides how a provider is reached, in a sentence without values.
    case network(String)
    /// A record was dropped.
    case forgot(TokenView)
    /// For so many seconds nothing is asked of the provider, which has to catch up or wants to be asked later.
    case waiting(seconds: Int64)
    /// About so many of a hundred parts of the vault are sealed under its new keys.
    case resealing(percent: Int)
}
