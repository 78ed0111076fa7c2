import Secrets

/// Bytes put together by hand, as the page of the format has them.
enum Bytes {
    /// A field: its number, a length, the bytes.
    static func field(_ number: UInt8, _ value: [UInt8]) -> [UInt8] {
        [number] + length(value.count) + value
    }

    /// A text's bytes, as they are.
    static func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// A length, and a text.
    static func text(_ text: String) -> [UInt8] { length(text.utf8.count) + utf8(text) }

    /// A length, and bytes.
    static func counted(_ bytes: [UInt8]) -> [UInt8] { length(bytes.count) + bytes }

    /// 32 bits.
    static func length(_ count: Int) -> [UInt8] { number(Int64(count)).suffix(4) }

    /// 64 bits.
    static func number(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64(56 - 8 * $0)) }
    }

    /// 16 bytes that are all the same.
    static func id(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 16) }
}
