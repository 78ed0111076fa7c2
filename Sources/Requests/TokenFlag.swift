package import Lifecycle
internal import Synchronization

/// What deserves a look in a token: it expires soon or never, or may do everything. The words are those that scripts see.
package enum TokenFlag: String, CaseIterable, Sendable {
    case expired = "expired"
    case expiresSoon = "expires-soon"
    case neverExpires = "never-expires"
    case fullAccess = "full-access"

    /// How many days before its expiry a token deserves a look, where a person has not said otherwise.
    package static let usualDays: Int64 = 14
    private static let days = Mutex(usualDays)

    /// How many days it is in this process.
    package static var nearDays: Int64 { days.withLock { $0 } }

    /// Has this process look so many days ahead.
    package static func look(ahead days: Int64) { TokenFlag.days.withLock { $0 = days } }

    /// Whether it expires within so many days, or has expired.
    package static func isNear(_ expiry: Expiry, now: Instant, within days: Int64 = nearDays) -> Bool {
        expiry.moment.map { $0 < now.advanced(by: days * 86_400) } ?? false
    }

    /// Whether an account's provisioning token expires soon, or has expired.
    package static func isNear(_ account: Account, now: Instant) -> Bool {
        account.token.map { isNear($0.expiry, now: now) } ?? false
    }

    /// The flags of a record's token: none once it is purged, since a dead token neither expires nor lives for ever. That a token for
    /// one run expires soon is as it should be.
    package static func of(_ record: Record, now: Instant) -> [TokenFlag] {
        guard record.state != .gone else { return [] }
        return of(record.token, now: now).filter { $0 != .expiresSoon || !record.isLeased }
    }

    /// The flags of a token, in the order of the cases.
    package static func of(_ token: Token, now: Instant, within days: Int64 = nearDays) -> [TokenFlag] {
        var flags: [TokenFlag] = []
        if token.expiry.hasPassed(at: now) {
            flags.append(.expired)
        } else if isNear(token.expiry, now: now, within: days) {
            flags.append(.expiresSoon)
        }
        if token.expiry == .never { flags.append(.neverExpires) }
        if token.scopes == .all { flags.append(.fullAccess) }
        return flags
    }
}
