/// When a token ceases to be valid; the provider never lets it be changed.
package enum Expiry: Hashable, Sendable {
    /// Valid until revoked.
    case never
    /// Valid up to a moment.
    case at(Instant)

    /// The moment, or `nil` for never.
    package var moment: Instant? {
        guard case .at(let moment) = self else { return nil }
        return moment
    }

    /// Whether the moment has passed.
    package func hasPassed(at now: Instant) -> Bool { moment.map { $0 <= now } ?? false }

    /// Whole days left, rounded down; `nil` for never, negative once it has passed.
    package func daysLeft(at now: Instant) -> Int? {
        moment.map { Int(($0.seconds - now.seconds - (($0 < now) ? 86_399 : 0)) / 86_400) }
    }
}
