/// A moment, to the second, in UTC.
package struct Instant: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, within `range`.
    package let seconds: Int64

    /// Some 34,000 years either way. No sum, difference or date of such moments overflows, whoever named them.
    package static let range: ClosedRange<Int64> = -(1 << 40)...1 << 40

    /// Takes seconds since 1970; what lies beyond `range` becomes its end.
    package init(seconds: Int64) {
        self.seconds = min(max(seconds, Instant.range.lowerBound), Instant.range.upperBound)
    }

    /// The moment at a date and time of day in UTC; `nil` when there is no such date.
    package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Instant.days(inMonth: month, of: year), (0...23).contains(hour), (0...59).contains(minute),
            (0...60).contains(second)
        else { return nil }
        let days = Instant.days(toYear: year, month: month, day: day)
        seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }

    /// Later by so many seconds.
    package func advanced(by seconds: Int64) -> Instant {
        let (sum, overflows) = self.seconds.addingReportingOverflow(seconds)
        return Instant(seconds: overflows ? (seconds < 0 ? .min : .max) : sum)
    }

    /// Earlier first.
    package static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }
}

extension Instant {
    /// Year, month, day in UTC (the civil calendar of ISO 8601).
    package var date: (year: Int, month: Int, day: Int) {
        var days = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
        days += 719_468  // 0000-03-01
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let ofEra = days - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// `2027-01-31T12:00:00Z` (RFC 3339).
    package var rfc3339: String {
        var bytes = written
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `2027-01-31T12:00:00`: the provider's form, UTC without a zone.
    package var providerText: String { String(decoding: written, as: UTF8.self) }

    /// `2027-01-31`.
    package var day: String { String(decoding: written.prefix { $0 != UInt8(ascii: "T") }, as: UTF8.self) }

    private var written: [UInt8] {
        let (year, month, day) = date
        let rest = Int(((seconds % 86_400) + 86_400) % 86_400)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        if (0...9999).contains(year) {
            Instant.append(year / 100, to: &bytes)
            Instant.append(year % 100, to: &bytes)
        } else {
            bytes.append(contentsOf: padded(year, 4).utf8)
        }
        Instant.append("-", month, to: &bytes)
        Instant.append("-", day, to: &bytes)
        Instant.append("T", rest / 3600, to: &bytes)
        Instant.append(":", rest / 60 % 60, to: &bytes)
        Instant.append(":", rest % 60, to: &bytes)
        return bytes
    }

    private static func append(_ mark: Unicode.Scalar, _ number: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: mark))
        append(number, to: &bytes)
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: 48 + number / 10))
        bytes.append(UInt8(truncatingIfNeeded: 48 + number % 10))
    }

    /// The same day and time of day so many calendar months later; the last day of a shorter month.
    package func adding(months: Int) -> Instant {
        let (year, month, day) = date
        let longest = 100_000 * 12
        let index = year * 12 + month - 1 + min(max(months, -longest), longest)
        let ofYear = ((index % 12) + 12) % 12
        let target = (year: (index - ofYear) / 12, month: ofYear + 1)
        let last = Instant.days(inMonth: target.month, of: target.year)
        let days = Instant.days(toYear: target.year, month: target.month, day: min(day, last))
        let timeOfDay = ((seconds % 86_400) + 86_400) % 86_400
        return Instant(seconds: Int64(days) * 86_400 + timeOfDay)
    }

    static func days(inMonth month: Int, of year: Int) -> Int {
        let leap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return month == 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    static func days(toYear year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear - 719_468
    }
}

private func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
