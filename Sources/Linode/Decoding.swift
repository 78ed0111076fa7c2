internal import Platform

/// Undoes the encodings in which a text may stand, leniently: what is not encoded stays as it is.
enum Decoding {
    /// What a text may mean, by each encoding that it may be in.
    static func all(_ text: [UInt8]) -> [[UInt8]] {
        let escapes = [
            (UInt8(ascii: "\\"), unescaped), (UInt8(ascii: "%"), PercentEncoding.decodedLeniently),
        ]
        return escapes.filter { text.contains($0.0) }.map { $0.1(text) }
            + runs(of: sextet, in: text).flatMap { run in (0..<4).map { joined(run.dropFirst($0), 6) } }
            + runs(of: HexDigit.value, in: text).flatMap { run in (0..<2).map { joined(run.dropFirst($0), 4) }
            }
    }

    /// JSON's `\u0041`; of the short escapes only the backslash goes.
    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        replaced(text, UInt8(ascii: "\\")) { rest in
            guard rest.first == UInt8(ascii: "u"), let high = HexDigit.byte(rest.dropFirst()),
                let low = HexDigit.byte(rest.dropFirst(3))
            else { return ([], 0) }
            return (high == 0 ? [low] : [], 5)
        }
    }

    /// Replaces each mark, and as many bytes behind it as `decode` says, by what it makes of them.
    private static func replaced(
        _ text: [UInt8], _ mark: UInt8, _ decode: (ArraySlice<UInt8>) -> ([UInt8], Int)
    ) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text[...]
        while let next = rest.popFirst() {
            guard next == mark else {
                result.append(next)
                continue
            }
            let (meant, count) = decode(rest)
            result += meant
            rest = rest.dropFirst(count)
        }
        return result
    }

    /// The values of the longest stretches of digits, where they are long enough to hold eight characters.
    private static func runs(of digit: (UInt8) -> UInt8?, in text: [UInt8]) -> [[UInt8]] {
        text.split { digit($0) == nil }.filter { $0.count >= 11 }.map { $0.compactMap(digit) }
    }

    /// Joins digits of so many bits to bytes; what is left over at the end goes.
    private static func joined(_ digits: ArraySlice<UInt8>, _ bits: Int) -> [UInt8] {
        var result: [UInt8] = []
        var (value, held) = (0, 0)
        for digit in digits {
            (value, held) = (value << bits | Int(digit), held + bits)
            guard held >= 8 else { continue }
            held -= 8
            result.append(UInt8(value >> held & 0xFF))
            value &= 1 << held - 1
        }
        return result
    }

    /// A digit of base64 (RFC 4648), of either alphabet.
    private static func sextet(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
