package import Secrets

/// A length of time: seconds, and calendar months, which have no fixed number of seconds.
package struct CalendarDuration: Hashable, Sendable {
    /// The part that is seconds.
    package var seconds: Int64 = 0
    /// The part that is months.
    package var months = 0

    /// Joins both parts.
    package init(seconds: Int64 = 0, months: Int = 0) { (self.seconds, self.months) = (seconds, months) }

    /// The moment so much after another.
    package func after(_ moment: Instant) -> Instant {
        moment.adding(months: months).advanced(by: seconds)
    }

    /// As a person writes it: `90d`, `6mo`, `1y`.
    package var text: String {
        let units: [(Int64, String)] = [(604_800, "w"), (86_400, "d"), (3600, "h"), (60, "m")]
        guard seconds != 0 || months != 0 else { return "0s" }
        let (size, unit) =
            units.first { seconds % $0.0 == 0 && ($0.1 != "w" || seconds < 5 * $0.0) } ?? (1, "s")
        let rest = seconds == 0 && months != 0 ? "" : "\(seconds / size)\(unit)"
        guard months != 0 else { return rest }
        return (months % 12 == 0 ? "\(months / 12)y" : "\(months)mo") + (rest.isEmpty ? "" : " " + rest)
    }
}

extension CalendarDuration: Coded {
    /// The most of each part: a thousand years.
    private static let most: (seconds: Int64, months: UInt32) = (31_536_000_000, 12_000)

    /// Writes the seconds, 64 bits, and the months, 32 bits.
    package func encode(to writer: inout Writer) {
        writer.number(seconds)
        writer.number(UInt32(clamping: months))
    }

    /// Reads both; throws `malformed` for nothing at all, and for more than a thousand years.
    package init(from reader: inout Reader) throws(SecretsError) {
        let seconds = try reader.number(in: 0...CalendarDuration.most.seconds)
        let months: UInt32 = try reader.number()
        guard months <= CalendarDuration.most.months, seconds > 0 || months > 0 else { throw .malformed }
        self.init(seconds: seconds, months: Int(months))
    }
}
