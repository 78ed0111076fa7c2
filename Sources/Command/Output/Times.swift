internal import Lifecycle
internal import ProviderProfiles

/// Durations and moments, as people write and read them.
enum Times {
    /// A length of time: seconds, and calendar months, which have no fixed number of seconds.
    struct Duration: Hashable {
        var seconds: Int64 = 0
        var months = 0

        /// The moment so much after another.
        func after(_ moment: Instant) -> Instant { moment.adding(months: months).advanced(by: seconds) }
    }

    /// Reads `30m 12h 90d 2w 6mo 1y` (and `5s`); `nil` for anything else, and for more than a thousand years.
    static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number <= 31_536_000_000, digits.count <= 11 else { return nil }
        switch text.dropFirst(digits.count) {
        case "s": return Duration(seconds: number)
        case "m": return Duration(seconds: number * 60)
        case "h" where number <= 8_760_000: return Duration(seconds: number * 3600)
        case "d" where number <= 365_000: return Duration(seconds: number * 86_400)
        case "w" where number <= 52_000: return Duration(seconds: number * 604_800)
        case "mo" where number <= 12_000: return Duration(months: Int(number))
        case "y" where number <= 1_000: return Duration(months: Int(number) * 12)
        default: return nil
        }
    }

    /// Reads an expiry: a duration from now, a date, a moment, or `never`. Throws `usage`, also for one in the past.
    static func expiry(_ text: String, now: Instant) throws(Problem) -> Expiry {
        if text == "never" { return .never }
        guard let moment = duration(text).map({ $0.after(now) }) ?? Instant(text) else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid expiry.",
                hint: "Write 12h, 90d, 2w, 6mo, 1y, 2027-01-31, or never.")
        }
        guard moment > now else {
            throw .usage("The expiry \(moment.rfc3339) is in the past.", hint: "Nothing was created.")
        }
        guard moment.date.year < 2999, !ProviderProfile.linode.expiry(moment, now: now).isNever else {
            throw .usage(
                "The expiry \(moment.rfc3339) is too far away.", hint: "Write never where never is meant.")
        }
        return .at(moment)
    }

    /// How far away: `in 89 days`, `in 5 hours`, `3 days ago`.
    static func relative(_ moment: Instant, now: Instant) -> String {
        let distance = moment.seconds - now.seconds
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

    /// The expiry in a table: the day and how far away.
    static func words(_ expiry: Expiry, now: Instant) -> String {
        guard let moment = expiry.moment else { return "never" }
        return "\(moment.day) (\(relative(moment, now: now)))"
    }

    /// How many days before its expiry a token deserves a look.
    static let nearDays: Int64 = 14
    /// When it expires, of a token that deserves a look: `within 14 days`.
    static let soon = "within \(nearDays) days"

    /// Whether it expires soon, or has expired.
    static func isNear(_ expiry: Expiry, now: Instant) -> Bool {
        expiry.moment.map { $0 < now.advanced(by: nearDays * 86_400) } ?? false
    }
}

extension Expiry {
    var isNever: Bool { self == .never }
}
