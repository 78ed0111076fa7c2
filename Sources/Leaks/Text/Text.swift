/// Bytes that are looked at: part of a file, lent for the time of a look. Behind them there are `padding` zeros.
@safe struct Text {
    /// What may be read behind the last byte.
    static let padding = 64
    let start: UnsafeRawPointer
    let count: Int

    /// Lends bytes that end with the padding.
    static func lend<R>(_ bytes: Span<UInt8>, _ body: (Text) -> R) -> R {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, buffer.count > padding else { return body(.empty) }
            return unsafe body(Text(start: base, count: buffer.count - padding))
        }
    }

    private static var empty: Text {
        unsafe withUnsafePointer(to: UInt64(0)) { unsafe Text(start: UnsafeRawPointer($0), count: 0) }
    }

    /// The byte at a place; 0 where there is none.
    @inline(__always) subscript(_ place: Int) -> UInt8 {
        guard place >= 0, place < count else { return 0 }
        return unsafe start.load(fromByteOffset: place, as: UInt8.self)
    }

    /// Sixteen bytes from a place on, which are there.
    @inline(__always) func sixteen(from place: Int) -> Sixteen {
        Sixteen(
            head: unsafe start.loadUnaligned(fromByteOffset: place, as: UInt64.self),
            tail: unsafe start.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self))
    }
}

/// What a byte is to a scan.
enum Byte {
    /// Bytes that begin something that stands for another character, or for none.
    static func isJoint(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "%"), UInt8(ascii: "\\"), escape: true
        default: false
        }
    }

    static let escape: UInt8 = 0x1B

    /// Whether it can stand in a token string.
    static func isInToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"): false
        case 0x21...0x7E: !isJoint(byte)
        default: false
        }
    }

    /// Whether it is a letter or a digit.
    static func isInWord(_ byte: UInt8) -> Bool { Base64.sextet(byte).map { $0 < 62 } ?? false }

    /// What may stand before the end of a line that cuts a string: blanks, the end of a quotation, the marks of a soft break.
    static func isBeforeBreak(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\""), UInt8(ascii: "'"),
            UInt8(ascii: "="),
            UInt8(ascii: "\\"):
            true
        default: false
        }
    }

    /// What may stand at the beginning of the line in which it goes on.
    static func isBehindBreak(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ">"),
            UInt8(ascii: "|"),
            UInt8(ascii: "#"), UInt8(ascii: "*"):
            true
        default: false
        }
    }

    /// What a hexadecimal digit says.
    static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
