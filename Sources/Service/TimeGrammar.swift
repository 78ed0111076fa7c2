package import Lifecycle
internal import ProviderProfiles
package import Requests

/// Durations and moments, as people write them.
package enum TimeGrammar {
    /// A length of time.
    package typealias Duration = CalendarDuration

    /// Reads `30m 12h 90d 2w 6mo 1y` (and `5s`); `nil` for anything else, and for more than a thousand years.
    package static func duration(_ text: String) -> Duration? {
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

    /// Reads an expiry: a duration from now, a date, a moment, or `never`. Throws `unusable`, also for one in the past.
    package static func expiry(_ text: String?, now: Instant) throws(Failure) -> Expiry {
        guard let text else { throw .unusable(.time(.missing)) }
        if text == "never" { return .never }
        guard let moment = duration(text).map({ $0.after(now) }) ?? Instant(text) else {
            throw .unusable(.time(.expiry(text)))
        }
        guard moment > now else { throw .unusable(.time(.past(moment))) }
        guard moment.date.year < 2999, ProviderProfile.linode.expiry(moment, now: now) != .never else {
            throw .unusable(.time(.distant(moment)))
        }
        return .at(moment)
    }
}

extension TimeGrammar {
    /// The moment that comes so long after now; `nil` where no time was named. Throws `unusable`.
    package static func horizon(_ text: String?, now: Instant) throws(Failure) -> Instant? {
        try text.map { text throws(Failure) in
            guard let duration = duration(text) else { throw .unusable(.time(.duration(text))) }
            return duration.after(now)
        }
    }

    /// Reads a moment in the past: `7d` ago, a date, or a moment. Throws `unusable`.
    package static func past(_ text: String, now: Instant) throws(Failure) -> Instant {
        if let moment = Instant(text) { return moment }
        guard let ago = duration(text) else { throw .unusable(.time(.moment(text))) }
        return now.adding(months: -ago.months).advanced(by: -ago.seconds)
    }
}
