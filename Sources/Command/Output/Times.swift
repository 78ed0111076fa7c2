internal import Lifecycle
internal import Requests

/// Durations and moments, as people read them.
enum Times {
    /// How far away: `in 89 days`, `in 5 hours`, `3 days ago`.
    static func relative(_ moment: Instant, now: Instant) -> String {
        let distance = moment.seconds - now.seconds
        guard distance != 0 else { return "just now" }
        let (count, unit) = scaled(abs(distance))
        let words = "\(count) \(unit)\(count == 1 ? "" : "s")"
        return distance > 0 ? "in \(words)" : "\(words) ago"
    }

    /// Rounded as a person would, so that 30 days are 30 days a moment later: the first unit of which there are few.
    private static func scaled(_ seconds: Int64) -> (Int64, String) {
        let few: [(length: Int64, bound: Int64, unit: String)] = [
            (1, 60, "second"), (60, 60, "minute"), (3600, 48, "hour"),
        ]
        for (length, bound, unit) in few {
            let count = rounded(seconds, length)
            if count < bound { return (count, unit) }
        }
        return (rounded(seconds, 86_400), "day")
    }

    private static func rounded(_ seconds: Int64, _ unit: Int64) -> Int64 {
        seconds / unit + (seconds % unit * 2 >= unit ? 1 : 0)
    }

    /// A length of time to the second: `45 s`, `1 h`, `1 h 30 min`.
    static func span(_ seconds: Int64) -> String {
        var (rest, words): (Int64, [String]) = (max(0, seconds), [])
        for (length, unit) in [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")] as [(Int64, String)] {
            if rest >= length { words.append("\(rest / length) \(unit)") }
            rest %= length
        }
        return words.isEmpty ? "0 s" : words.joined(separator: " ")
    }

    /// The same in a table: `in 29d`, `5h ago`.
    static func brief(_ moment: Instant, now: Instant) -> String {
        let distance = moment.seconds - now.seconds
        let (count, unit) = scaled(abs(distance))
        let words = "\(count)\(unit.prefix(1))"
        return distance > 0 ? "in \(words)" : "\(words) ago"
    }

    /// Whether a moment is so near that the day alone does not say enough: within 48 hours.
    static func isNear(_ moment: Instant, now: Instant) -> Bool {
        abs(moment.seconds - now.seconds) < 172_800
    }

    /// When something expires: the day, the time of day too where it is near, and how far away.
    static func words(_ expiry: Expiry, now: Instant) -> String {
        guard let moment = expiry.moment else { return "never" }
        let day = isNear(moment, now: now) ? moment.local : LocalTime(moment).day
        return "\(day) (\(relative(moment, now: now)))"
    }

    /// When something happened or will: the minute, and how far away.
    static func words(_ moment: Instant, now: Instant) -> String {
        "\(moment.local) (\(relative(moment, now: now)))"
    }

    /// When it expires, of a token that deserves a look: `within 14 days`.
    static var soon: String { "within \(TokenFlag.nearDays) days" }
}
