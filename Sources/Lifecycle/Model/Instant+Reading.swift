extension Instant {
    /// Reads `2027-01-31`, `2027-01-31T12:00:00`, with fractions, `Z` or an offset; without a zone it is UTC.
    ///
    /// The provider writes times without a zone and means UTC, so one reader serves both (linode-facts, 1.5).
    package init?(_ text: String) {
        var scan = DateScan(rest: Substring(text))
        guard let (year, month, day) = scan.date() else { return nil }
        if scan.rest.isEmpty {
            self.init(year: year, month: month, day: day)
            return
        }
        guard scan.skip("T "), let (hour, minute, second) = scan.time(), let offset = scan.offset(),
            scan.rest.isEmpty,
            let local = Instant(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self.init(seconds: local.seconds - offset)
    }
}

/// Reads the parts of a date and time of day from left to right; `nil` for a part that is malformed.
private struct DateScan {
    /// What is not read yet.
    var rest: Substring

    /// Reads `2027-01-31`.
    mutating func date() -> (year: Int, month: Int, day: Int)? {
        guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2) else {
            return nil
        }
        return (year, month, day)
    }

    /// Reads `12:00` or `12:00:00`, and skips a fraction.
    mutating func time() -> (hour: Int, minute: Int, second: Int)? {
        guard let hour = number(2), skip(":"), let minute = number(2) else { return nil }
        var second = 0
        if skip(":") {
            guard let read = number(2) else { return nil }
            second = read
        }
        if skip(".") { rest = rest.drop { $0.isASCII && $0.isNumber } }
        return (hour, minute, second)
    }

    /// Reads `+01:00`, `-0130`, `Z` or nothing: the seconds by which the local time is ahead of UTC.
    mutating func offset() -> Int64? {
        guard let sign = rest.first, sign == "+" || sign == "-" else {
            _ = skip("Zz")
            return 0
        }
        rest = rest.dropFirst()
        guard let hours = number(2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return Int64(hours * 3600 + minutes * 60) * (sign == "+" ? 1 : -1)
    }

    /// Skips one character, if it is one of these.
    mutating func skip(_ characters: String) -> Bool {
        guard let first = rest.first, characters.contains(first) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Reads exactly so many digits.
    private mutating func number(_ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.utf8.count == count, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        rest = rest.dropFirst(count)
        return Int(digits)
    }
}
