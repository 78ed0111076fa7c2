/// The lines of a text, without a byte order mark, one after the other.
struct TextLines {
    /// A line.
    struct Line {
        /// From 1.
        let number: Int
        /// Without its end.
        let range: Range<Int>
        /// With its end.
        let whole: Range<Int>
    }

    private(set) var place: Int
    private(set) var number = 0

    init(_ bytes: Span<UInt8>) { place = TextLines.start(bytes) }

    /// Where the text begins.
    static func start(_ bytes: Span<UInt8>) -> Int {
        bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    }

    /// The next line; `nil` at the end.
    mutating func next(_ bytes: Span<UInt8>) -> Line? {
        guard place < bytes.count else { return nil }
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
        var end = place
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        if place < bytes.count { place += 1 }
        number += 1
        return Line(number: number, range: start..<end, whole: start..<place)
    }

    /// Goes on behind the line that a place is in, where something goes over several.
    mutating func skip(to other: Int, _ bytes: Span<UInt8>) {
        while place < other {
            if bytes[place] == UInt8(ascii: "\n") { number += 1 }
            place += 1
        }
        _ = next(bytes)
    }
}

extension Range<Int> {
    /// Without blanks at both ends.
    func trimmed(_ bytes: Span<UInt8>) -> Range<Int> {
        var (start, end) = (lowerBound, upperBound)
        while start < end, bytes[start].isBlank { start += 1 }
        while end > start, bytes[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    /// The place of a byte in it.
    func first(_ byte: UInt8, _ bytes: Span<UInt8>) -> Int? { first { bytes[$0] == byte } }

    /// The text, which is no secret.
    func text(_ bytes: Span<UInt8>) -> String { String(decoding: map { bytes[$0] }, as: UTF8.self) }

    /// Whether it begins with a text.
    func begins(with text: StaticString, _ bytes: Span<UInt8>) -> Bool {
        let wanted = Array(text.description.utf8)
        return count >= wanted.count && wanted.indices.allSatisfy { bytes[lowerBound + $0] == wanted[$0] }
    }
}

extension UInt8 {
    var isBlank: Bool { self == 0x20 || self == 0x09 }
}
