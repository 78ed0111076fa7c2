package import Lifecycle

/// What makes a request one that nobody can do, whatever the vault holds.
package enum Unusable: Hashable, Sendable {
    /// No label can be like that.
    case label(String, Label.Problem)
    /// No scope was named.
    case noScopes
    /// Scopes were named beside full access.
    case scopesAndFullAccess
    /// There is no scope of that name; the nearest one.
    case unknownScope(String, nearest: String?)
    /// There is no level of that name.
    case unknownLevel(String)
    /// The scope has no level that only reads.
    case noReadOnly(String)
    /// Not of the form NAME:LEVEL.
    case scopeForm(String)
    /// No expiry was named.
    case noExpiry
    /// Neither a duration, a date, a moment nor `never`.
    case expiryForm(String)
    /// The expiry is over already.
    case pastExpiry(Instant)
    /// The provider would take the expiry for none.
    case distantExpiry(Instant)
    /// Not a duration.
    case durationForm(String)
    /// Neither a time ago, a date nor a moment.
    case pastForm(String)
    /// There is no such event.
    case event(String)
    /// Not a number of entries.
    case limit(String)
    /// Not a time for which hand-outs can be kept.
    case keep(String)
    /// Several accounts are there, and none was named.
    case severalAccounts([Label])
    /// Neither tokens nor a filter were named.
    case noSelection
    /// Labels were named beside all tokens.
    case labelsAndAll
    /// A token that is in no vault was named in two ways.
    case idAndPrefix
    /// Not an id of the provider's.
    case idForm(String)
    /// Longer than the characters of a token string that are public: so many.
    case longPrefix(Int)
    /// Shorter than that.
    case shortPrefix(Int)
    /// The token has that label already.
    case sameLabel
}
