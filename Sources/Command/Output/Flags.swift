internal import Lifecycle
internal import Requests

extension TokenFlag {
    /// Flags in a table.
    static func words(_ flags: [TokenFlag]) -> String {
        flags.map { $0.rawValue.split(separator: "-").joined(separator: " ") }.joined(separator: ", ")
    }

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
