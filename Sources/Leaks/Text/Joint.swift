/// Bytes of a text that stand for one other character, or for none: percent-encoding, escapes, line breaks, terminal codes.
struct Joint {
    /// The place behind it.
    let end: Int
    /// What it stands for; `nil` for nothing, where the string goes on behind it.
    let byte: UInt8?
    let spelling: FoundToken.Spelling

    /// So many bytes of blanks and marks are passed over at a break.
    private static let margin = 256

    /// Reads what begins at a place; `nil` where that stands for itself.
    init?(in text: Text, at place: Int) {
        switch text[place] {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): self.init(breakIn: text, at: place)
        case UInt8(ascii: "%"): self.init(percentIn: text, at: place)
        case UInt8(ascii: "\\"): self.init(escapeIn: text, at: place)
        case Byte.escape: self.init(terminalCodeIn: text, at: place)
        default: return nil
        }
    }

    private init(_ end: Int, _ byte: UInt8?, _ spelling: FoundToken.Spelling) {
        (self.end, self.byte, self.spelling) = (end, byte, spelling)
    }

    /// A character that stands there as a number: what it is decides whether that is a break.
    private init?(_ value: UInt8, in text: Text, behind end: Int, _ spelling: FoundToken.Spelling) {
        switch value {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            self.init(Joint.passed(text, from: end), nil, [spelling, .broken])
        case _ where Byte.isInToken(value): self.init(end, value, spelling)
        default: return nil
        }
    }

    private init?(breakIn text: Text, at place: Int) {
        var end = place + 1
        if text[place] == UInt8(ascii: "\r"), text[end] == UInt8(ascii: "\n") { end += 1 }
        self.init(Joint.passed(text, from: end), nil, .broken)
    }

    /// `%61`; `%2561`, where a percent sign was encoded once more, as often as that was done.
    private init?(percentIn text: Text, at place: Int) {
        var digits = place + 1
        while text[digits] == UInt8(ascii: "2"), text[digits + 1] == UInt8(ascii: "5"), digits < place + 8 {
            digits += 2
        }
        guard let value = Joint.hex(text, at: digits, count: 2) else { return nil }
        self.init(value, in: text, behind: digits + 2, .percent)
    }

    /// `\u0061`, `\x61`, `\n`, `\/`; a backslash at the end of a line; each with more backslashes where it was escaped once more.
    private init?(escapeIn text: Text, at place: Int) {
        var letter = place + 1
        while text[letter] == UInt8(ascii: "\\"), letter < place + 8 { letter += 1 }
        switch text[letter] {
        case UInt8(ascii: "n"), UInt8(ascii: "r"):
            self.init(Joint.passed(text, from: letter + 1), nil, [.escaped, .broken])
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): self.init(breakIn: text, at: letter)
        case UInt8(ascii: "/"): self.init(letter + 1, UInt8(ascii: "/"), .escaped)
        case UInt8(ascii: "u"):
            guard let value = Joint.hex(text, at: letter + 1, count: 4) else { return nil }
            self.init(value, in: text, behind: letter + 5, .escaped)
        case UInt8(ascii: "x"):
            guard let value = Joint.hex(text, at: letter + 1, count: 2) else { return nil }
            self.init(value, in: text, behind: letter + 3, .escaped)
        default: return nil
        }
    }

    /// `ESC [ … letter` (ECMA-48, "CSI"): a colour, or the like.
    private init?(terminalCodeIn text: Text, at place: Int) {
        guard text[place + 1] == UInt8(ascii: "[") else { return nil }
        var end = place + 2
        while (0x20...0x3F).contains(text[end]), end < place + 32 { end += 1 }
        guard (0x40...0x7E).contains(text[end]) else { return nil }
        self.init(end + 1, nil, .broken)
    }

    /// The place behind what may stand at the beginning of a line.
    private static func passed(_ text: Text, from place: Int) -> Int {
        var end = place
        while Byte.isBehindBreak(text[end]), end < place + margin { end += 1 }
        return end
    }

    /// The place behind the last byte before a break at a place that is not blank or mark.
    static func before(_ text: Text, _ place: Int, downTo least: Int) -> Int {
        var end = place
        while end > least, end > place - margin, Byte.isBeforeBreak(text[end - 1]) { end -= 1 }
        return end
    }

    /// The place of the break before which only blanks and marks stand from a place on; `nil` where there is none.
    static func breakBehind(_ text: Text, from place: Int) -> Int? {
        var end = place
        while Byte.isBeforeBreak(text[end]), text[end] != UInt8(ascii: "\r"), end < place + margin {
            if text[end] == UInt8(ascii: "\\"), Joint(in: text, at: end) != nil { return end }
            end += 1
        }
        return text[end] == UInt8(ascii: "\n") || text[end] == UInt8(ascii: "\r") ? end : nil
    }

    private static func hex(_ text: Text, at place: Int, count: Int) -> UInt8? {
        var value: UInt32 = 0
        for digit in place..<place + count {
            guard let hex = Byte.hex(text[digit]) else { return nil }
            value = value << 4 | UInt32(hex)
        }
        return UInt8(exactly: value)
    }
}
