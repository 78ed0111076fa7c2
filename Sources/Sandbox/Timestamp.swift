internal import Glibc

/// Times as the API writes them: `YYYY-MM-DDTHH:MM:SS`, UTC without saying so. Seconds since 1970 inside.
enum Timestamp {
    /// What `expiry: null` comes back as (linode-facts, 5).
    static let never: Int64 = 32_501_970_000  // 2999-12-12T05:00:00

    static var now: Int64 { Int64(time(nil)) }

    static func text(_ seconds: Int64) -> String { text(seconds, "%Y-%m-%dT%H:%M:%S") }

    /// As the header of that name has it.
    static func date(_ seconds: Int64) -> String { text(seconds, "%a, %d %b %Y %H:%M:%S GMT") }

    private static func text(_ seconds: Int64, _ form: String) -> String {
        var parts = unsafe tm()
        var moment = time_t(seconds)
        unsafe gmtime_r(&moment, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let length = unsafe strftime(&buffer, buffer.count, form, &parts)
        return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Reads a date, or a date and a time with or without fraction and `Z`; `nil` for anything else.
    static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        let shape = bytes.count == 10 ? "0000-00-00" : "0000-00-00T00:00:00"
        guard bytes.count >= shape.utf8.count else { return nil }
        for (byte, wanted) in zip(bytes, shape.utf8) {
            guard wanted == UInt8(ascii: "0") ? (48...57).contains(byte) : byte == wanted else { return nil }
        }
        guard isZone(bytes[shape.utf8.count...]) else { return nil }
        func number(_ place: Int, _ count: Int) -> Int32 {
            bytes.count < place + count
                ? 0 : bytes[place..<place + count].reduce(0) { $0 * 10 + Int32($1) - 48 }
        }
        var parts = unsafe tm()
        unsafe (parts.tm_year, parts.tm_mon, parts.tm_mday) = (
            number(0, 4) - 1900, number(5, 2) - 1, number(8, 2)
        )
        unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec) = (number(11, 2), number(14, 2), number(17, 2))
        let wanted = unsafe (parts.tm_mon, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec)
        let seconds = Int64(unsafe timegm(&parts))
        let found = unsafe (parts.tm_mon, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec)
        return wanted == found ? seconds : nil  // timegm turns the 31st of June into the 1st of July
    }

    /// A fraction, then nothing or one of the two ways to say UTC.
    private static func isZone(_ rest: ArraySlice<UInt8>) -> Bool {
        var rest = rest
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (48...57).contains($0) } }
        return rest.isEmpty || Array(rest) == Array("Z".utf8) || Array(rest) == Array("+00:00".utf8)
    }
}
