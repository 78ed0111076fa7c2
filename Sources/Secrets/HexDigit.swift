/// The digits of a key that people type: by arithmetic, so that none of them becomes an index into memory.
enum HexDigit {
    /// The lower-case digit of 0 to 15.
    static func character(_ value: UInt8) -> UInt8 {
        value &+ 48 &+ ((9 &- value) >> 7) &* 39
    }

    /// The value of a digit of either case; `nil` for what is none. Which digit it is decides no branch (as libsodium's `sodium_hex2bin`).
    static func value(_ character: UInt8) -> UInt8? {
        let figure = UInt16(character ^ 48)
        let isFigure = (figure &- 10) >> 8
        let letter = UInt16(character & 0xDF) &- 55
        let isLetter = ((letter &- 10) ^ (letter &- 16)) >> 8
        guard isFigure | isLetter != 0 else { return nil }
        return UInt8(truncatingIfNeeded: isFigure & figure | isLetter & letter)
    }

    /// What may stand between digits: dashes, spaces, line ends.
    static func isSeparator(_ character: UInt8) -> Bool {
        [UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n")]
            .contains(character)
    }
}
