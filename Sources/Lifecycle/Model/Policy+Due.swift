extension Policy {
    /// When a record's next generation is to be made, which may be long ago; `nil` where none is made by itself.
    ///
    /// The part of the lifetime is counted from when the token was made, as the provider says, or else from when it was sealed: an
    /// adopted token may be due at once. The lifetime is the policy's, or the token's own where that is shorter, so that no token expires
    /// unrenewed whose expiry somebody chose otherwise; a token that never expires is renewed as often as one that does.
    package func due(_ record: Record) -> Instant? {
        guard let lifetime, record.state == .active || record.state == .creating else { return nil }
        let made = record.token.created ?? record.sealed
        var seconds = lifetime.after(made).seconds - made.seconds
        if let expiry = record.token.expiry.moment { seconds = min(seconds, expiry.seconds - made.seconds) }
        // Clocks may differ: a token whose expiry is before its making is due when it was made.
        return part(of: max(seconds, 0)).map { made.advanced(by: $0) }
    }

    /// When that would be of a token that is made at a moment, and lives as long as the policy says.
    package func due(madeAt made: Instant) -> Instant? {
        lifetime.flatMap { part(of: $0.after(made).seconds - made.seconds) }.map { made.advanced(by: $0) }
    }

    private func part(of seconds: Int64) -> Int64? {
        // Within the range of instants, so that nothing overflows.
        switch renewal {
        case .never: nil
        case .twoThirds: seconds * 2 / 3
        case .percent(let percent): seconds * Int64(percent) / 100
        }
    }
}
