/// Percent-encoding (RFC 3986, 2.1), undone.
package enum PercentEncoding {
    /// The bytes that are meant; `nil` where a percent sign stands without two hexadecimal digits.
    package static func decoded(_ bytes: [UInt8]) -> [UInt8]? {
        decoded(bytes, isLenient: false)
    }

    /// The same for what may be encoded and need not be: a percent sign without two digits is left out.
    package static func decodedLeniently(_ bytes: [UInt8]) -> [UInt8] {
        decoded(bytes, isLenient: true) ?? []
    }

    private static func decoded(_ bytes: [UInt8], isLenient: Bool) -> [UInt8]? {
        var plain: [UInt8] = []
        var rest = bytes[...]
        while let next = rest.popFirst() {
            if next != UInt8(ascii: "%") {
                plain.append(next)
            } else if let byte = HexDigit.byte(rest) {
                plain.append(byte)
                rest = rest.dropFirst(2)
            } else if !isLenient {
                return nil
            }
        }
        return plain
    }
}

/// Hexadecimal digits, of either case.
package enum HexDigit {
    /// What a digit is worth; `nil` for any other character.
    package static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The byte that the first two characters write.
    package static func byte(_ characters: ArraySlice<UInt8>) -> UInt8? {
        guard characters.count >= 2, let high = value(characters[characters.startIndex]),
            let low = value(characters[characters.startIndex + 1])
        else { return nil }
        return high << 4 | low
    }
}
