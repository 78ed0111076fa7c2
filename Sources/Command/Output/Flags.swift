internal import Lifecycle
internal import Requests

/// What deserves a look in a token: it expires soon or never, or may do everything.
enum TokenFlag: String, CaseIterable {
    case expired = "expired"
    case expiresSoon = "expires-soon"
    case neverExpires = "never-expires"
    case fullAccess = "full-access"

    /// The flags of a record's token: none once it is purged, since a dead token neither expires nor lives for ever.
    static func of(_ record: Record, now: Instant) -> [TokenFlag] {
        record.state == .gone ? [] : of(record.token, now: now)
    }

    /// The flags of a token, in the order of the cases.
    static func of(_ token: Token, now: Instant) -> [TokenFlag] {
        var flags: [TokenFlag] = []
        if token.expiry.hasPassed(at: now) {
            flags.append(.expired)
        } else if Times.isNear(token.expiry, now: now) {
            flags.append(.expiresSoon)
        }
        if token.expiry.isNever { flags.append(.neverExpires) }
        if token.scopes == .all { flags.append(.fullAccess) }
        return flags
    }

    /// Flags in a table.
    static func words(_ flags: [TokenFlag]) -> String {
        flags.map { $0.rawValue.split(separator: "-").joined(separator: " ") }.joined(separator: ", ")
    }

    /// Flags for scripts.
    static func json(_ flags: [TokenFlag]) -> JSON { .array(flags.map { .text($0.rawValue) }) }

    /// How many tokens have each flag, in a sentence; `nil` when none has any.
    static func summary(_ tokens: [Token], now: Instant) -> String? {
        let words = allCases.compactMap { flag -> String? in
            let count = tokens.filter { of($0, now: now).contains(flag) }.count
            guard count > 0 else { return nil }
            return switch flag {
            case .expired: "\(count) expired"
            case .expiresSoon: "\(count) \(count == 1 ? "expires" : "expire") \(Times.soon)"
            case .neverExpires: "\(count) never \(count == 1 ? "expires" : "expire")"
            case .fullAccess: "\(count) with full access"
            }
        }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
