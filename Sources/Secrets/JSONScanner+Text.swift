extension JSONScanner {
    /// The text of a range, its escapes resolved; `nil` for an escape that is none, or half a surrogate pair.
    static func decode(_ range: Range<Int>, _ bytes: Span<UInt8>) -> String? {
        var units: [UInt8] = []
        var place = range.lowerBound
        while place < range.upperBound {
            guard bytes[place] == UInt8(ascii: "\\") else {
                units.append(bytes[place])
                place += 1
                continue
            }
            guard let scalar = escape(&place, range.upperBound, bytes) else { return nil }
            units += Array(String(Character(scalar)).utf8)
        }
        return String(validating: units, as: UTF8.self)
    }

    private static let short: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
        UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]

    private static func escape(_ place: inout Int, _ end: Int, _ bytes: Span<UInt8>) -> Unicode.Scalar? {
        guard place + 1 < end else { return nil }
        let kind = bytes[place + 1]
        guard kind == UInt8(ascii: "u") else {
            place += 2
            return short[kind]
        }
        guard let first = unit(&place, end, bytes) else { return nil }
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
        guard let second = unit(&place, end, bytes), (0xDC00...0xDFFF).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private static func unit(_ place: inout Int, _ end: Int, _ bytes: Span<UInt8>) -> UInt32? {
        guard place + 6 <= end, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
        else {
            return nil
        }
        var value: UInt32 = 0
        for index in place + 2..<place + 6 {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        place += 6
        return value
    }
}
