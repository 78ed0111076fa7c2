package import Lifecycle

/// What deserves a look in a token: it expires soon or never, or may do everything. The words are those that scripts see.
package enum TokenFlag: String, CaseIterable, Sendable {
    case expired = "expired"
    case expiresSoon = "expires-soon"
    case neverExpires = "never-expires"
    case fullAccess = "full-access"

    /// How many days before its expiry a token deserves a look.
    package static let nearDays: Int64 = 14

    /// Whether it expires soon, or has expired.
    package static func isNear(_ expiry: Expiry, now: Instant) -> Bool {
        expiry.moment.map { $0 < now.advanced(by: nearDays * 86_400) } ?? false
    }

    /// The flags of a record's token: none once it is purged, since a dead token neither expires nor lives for ever.
    package static func of(_ record: Record, now: Instant) -> [TokenFlag] {
        record.state == .gone ? [] : of(record.token, now: now)
    }

    /// The flags of a token, in the order of the cases.
    package static func of(_ token: Token, now: Instant) -> [TokenFlag] {
        var flags: [TokenFlag] = []
        if token.expiry.hasPassed(at: now) {
            flags.append(.expired)
        } else if isNear(token.expiry, now: now) {
            flags.append(.expiresSoon)
        }
        if token.expiry == .never { flags.append(.neverExpires) }
        if token.scopes == .all { flags.append(.fullAccess) }
        return flags
    }
}
