package import Lifecycle

/// What makes a request one that nobody can do, whatever the vault holds.
package enum Unusable: Hashable, Sendable {
    /// No label can be like that.
    case label(String, Label.Problem)
    /// What is wrong with the scopes.
    case scopes(ScopeFlaw)
    /// What is wrong with a time.
    case time(TimeFlaw)
    /// What is wrong with how tokens were named.
    case naming(NamingFlaw)
    /// Several accounts are there, and none was named.
    case severalAccounts([Label])
    /// There is no such event.
    case event(String)
    /// Not a number of entries.
    case limit(String)
    /// What is wrong with a setting.
    case setting(SettingFlaw)
    /// What is wrong with a policy.
    case policy(PolicyFlaw)
    /// What is wrong with a file of specs.
    case spec(SpecFlaw)
    /// What is wrong with what one of them says: its place, from 1 on, and its label.
    indirect case token(Int, Label, Unusable)
}

/// What is wrong with a policy as it was written.
package enum PolicyFlaw: Hashable, Sendable {
    /// Not a length of time that each generation can live.
    case lifetime(String)
    /// Not a part of a lifetime.
    case renewal(String)
    /// Not a length of time that the old generation can be kept.
    case overlap(String)
    /// The owner is too long, or has characters that nobody sees.
    case owner
    /// So is what it is for.
    case purpose
    /// Not a tag.
    case tag(String)
    /// A tag is given and taken at once.
    case bothWays(String)
    /// More tags than a label can have.
    case tooManyTags
    /// When the next generation is made was said, and not how long one lives.
    case noLifetime
}

/// What is wrong with a setting as it was written.
package enum SettingFlaw: Hashable, Sendable {
    /// Neither `on` nor `off`.
    case toggle(String)
    /// Not a length of time that a token can live.
    case lifetime(String)
    /// Not a number of changes that can be made in an hour.
    case changes(String)
}

/// What is wrong with scopes as they were written.
package enum ScopeFlaw: Hashable, Sendable {
    /// None was named.
    case missing
    /// Some were named beside full access.
    case besideFullAccess
    /// There is no scope of that name; the nearest one.
    case unknown(String, nearest: String?)
    /// There is no level of that name.
    case level(String)
    /// The scope has no level that only reads.
    case noReadOnly(String)
    /// Not of the form NAME:LEVEL.
    case form(String)
}

/// What is wrong with a time as it was written.
package enum TimeFlaw: Hashable, Sendable {
    /// No expiry was named.
    case missing
    /// Neither a duration, a date, a moment nor `never`.
    case expiry(String)
    /// The expiry is over already.
    case past(Instant)
    /// The provider would take the expiry for none.
    case distant(Instant)
    /// Not a duration.
    case duration(String)
    /// Neither a time ago, a date nor a moment.
    case moment(String)
    /// A token for one run would never expire.
    case endless
    /// Not a time for which hand-outs can be kept.
    case keep(String)
}

/// What is wrong with how tokens were named.
package enum NamingFlaw: Hashable, Sendable {
    /// Neither tokens nor a filter were named.
    case missing
    /// Labels were named beside all tokens.
    case labelsAndAll
    /// The token has that label already.
    case sameLabel
    /// A token that is in no vault was named in two ways.
    case idAndPrefix
    /// Not an id of the provider's.
    case id(String)
    /// Longer than the characters of a token string that are public: so many.
    case longPrefix(Int)
    /// Shorter than that.
    case shortPrefix(Int)
}
