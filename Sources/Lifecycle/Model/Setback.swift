/// What held an operation up the last time, kept in the journal so that anybody can be told.
package struct Setback: Hashable, Sendable {
    /// Why it could not go on.
    package var reason: Reason
    /// How often it was held up, this time included.
    package var times: UInt32
    /// When.
    package var time: Instant
    /// Before this moment a timer leaves it alone; a person may try at once.
    package var due: Instant

    /// The longest time between two tries of a timer: an hour, or what the provider asks for.
    static let longest: Int64 = 3600

    /// Follows an earlier setback: the time to the next try doubles from a minute on, up to an hour, and is never
    /// shorter than the provider asks for.
    package init(_ reason: Reason, after earlier: Setback?, at now: Instant) {
        let times = min(earlier?.times ?? 0, UInt32.max - 1) + 1
        let growing = min(60 << Int64(min(times - 1, 6)), Setback.longest)
        var asked: Int64 = 0
        if case .provider(let failure) = reason { asked = failure.retryAfter ?? 0 }
        self.init(reason, times: times, time: now, due: now.advanced(by: max(growing, asked)))
    }

    init(_ reason: Reason, times: UInt32, time: Instant, due: Instant) {
        (self.reason, self.times, self.time, self.due) = (reason, times, time, due)
    }

    /// Whether a timer should try again; also when the clock was put back to before the setback.
    package func isDue(at now: Instant) -> Bool { now >= due || now < time }
}
