package import Lifecycle

extension TickResult {
    /// What was due: the renewals, and what `sync` says.
    package func json(_ wording: borrowing Wording, _ counts: RotatedCounts, now: Instant) -> JSON {
        .answer([
            ("rotated", .rotated(rotated, counts, wording, now: now)),
            ("sync", sync?.json(wording, now: now, isRehearsal: false) ?? .null), ("left", .count(left)),
            ("clockBehind", .number(behind)),
        ])
    }
}
