internal import Lifecycle

/// Which column of a timeline stands for which time.
struct TimelineScale {
    let from: Instant
    let until: Instant
    let columns: Int

    /// From the first creation to the last expiry, and no further from now than `span` either way.
    init(_ bars: [TimelineBar], now: Instant, span: (before: Instant, after: Instant), columns: Int) {
        let first = bars.reduce(now) { min($0, $1.from) }
        let last = bars.reduce(now) { max($0, $1.until ?? $0, $1.due ?? $0) }
        from = min(max(first, span.before), now.advanced(by: -1))
        // Where nothing expires, today is in the middle.
        let end = last > now ? last : now.advanced(by: max(now.seconds - from.seconds, 86_400))
        until = max(min(end, span.after), now.advanced(by: 1))
        self.columns = max(columns, 2)
    }

    /// The column of a moment; the first or the last for what is beyond.
    func column(_ moment: Instant) -> Int {
        let inside = min(max(moment, from), until)
        let (part, whole) = (inside.seconds - from.seconds, until.seconds - from.seconds)
        return Int(part * Int64(columns - 1) / whole)
    }

    /// Whether it is of less than two days, so that days alone would tell its ends badly apart.
    var isShort: Bool { until.seconds - from.seconds < 2 * 86_400 }

    /// Whether a moment is on it.
    func has(_ moment: Instant) -> Bool { moment >= from && moment <= until }
}
