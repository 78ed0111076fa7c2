/// Sixteen bytes as two words, of which the first byte is the lowest.
struct Sixteen: Hashable {
    var head: UInt64 = 0
    var tail: UInt64 = 0

    /// Takes the first sixteen of some bytes.
    init(_ bytes: [UInt8]) { for byte in bytes.prefix(16) { push(byte) } }
    init(head: UInt64, tail: UInt64) { (self.head, self.tail) = (head, tail) }

    /// Drops the first byte, and takes one more at the end.
    @inline(__always) mutating func push(_ byte: UInt8) {
        head = head >> 8 | tail << 56
        tail = tail >> 8 | UInt64(byte) << 56
    }

    subscript(_ place: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: (place < 8 ? head : tail) >> UInt64((place & 7) * 8))
    }

    /// Eight bytes from a place on, which is at most 8.
    func word(from place: Int) -> UInt64 {
        let shift = UInt64(place * 8)
        return shift == 0 ? head : head >> shift | tail << (64 - shift)
    }
}

/// Sixteen characters that the beginning of a token string gives in some form.
struct Pattern {
    let text: Sixteen
    /// Which of those that are looked for.
    let sought: Int
    /// `nil` for the characters as they are. In Base64, the first bit of the string behind the pattern.
    let base64End: Int?

    static func all(of sought: Sought, number: Int) -> [Pattern] {
        let plain = Pattern(text: Sixteen(sought.beginning), sought: number, base64End: nil)
        // Where it starts in a group of three bytes, so many of its bits are in a character with what stands before it.
        return [plain]
            + [0, 4, 2].flatMap { start in
                let sextets = Base64.sextets(of: sought.beginning, from: start).prefix(16)
                return Base64.alphabets(of: sextets).map { alphabet in
                    Pattern(
                        text: Sixteen(sextets.map { alphabet[Int($0)] }), sought: number,
                        base64End: start + 16 * 6)
                }
            }
    }
}

/// Base64 (RFC 4648), both alphabets.
enum Base64 {
    private static let common = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    private static let usual = common + Array("+/".utf8)
    private static let forURLs = common + Array("-_".utf8)

    /// The alphabets in which these are written differently.
    static func alphabets(of sextets: ArraySlice<UInt8>) -> [[UInt8]] {
        sextets.contains { $0 >= 62 } ? [usual, forURLs] : [usual]
    }

    /// The groups of six bits that are whole, from a bit on.
    static func sextets(of bytes: [UInt8], from start: Int) -> [UInt8] {
        stride(from: start, through: bytes.count * 8 - 6, by: 6).map { bit in
            let next = bit / 8 + 1 < bytes.count ? bytes[bit / 8 + 1] : 0
            let pair = UInt16(bytes[bit / 8]) << 8 | UInt16(next)
            return UInt8(truncatingIfNeeded: pair >> UInt16(10 - bit % 8)) & 0x3F
        }
    }

    /// What a character says; `nil` for one of another alphabet.
    static func sextet(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
