/// A place in a text where a token string was found.
package struct FoundToken: Hashable, Sendable {
    /// What was found.
    package enum Kind: Hashable, Sendable {
        /// The whole string.
        case whole
        /// Its beginning, and so many characters behind it that are not public. What follows is not its string, or not all of it, or there
        /// is no string to compare it with.
        case beginning(behind: Int)
    }

    /// How it is written there.
    package struct Spelling: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Line breaks, or terminal codes, stand in it.
        package static let broken = Spelling(rawValue: 1)
        /// Some of it is percent-encoded.
        package static let percent = Spelling(rawValue: 2)
        /// Some of it is written as escapes, such as `\u0061`.
        package static let escaped = Spelling(rawValue: 4)
        /// It is part of a Base64 text.
        package static let base64 = Spelling(rawValue: 8)
        /// Each character has a second byte: UTF-16.
        package static let wide = Spelling(rawValue: 16)
    }

    /// What was found.
    package let kind: Kind
    /// Which of those that are looked for.
    package let sought: Int
    /// Where it begins, in bytes from 0.
    package var offset: Int
    /// How many bytes it takes there.
    package var length: Int
    /// How many lines end before it.
    package var line = 0
    /// How it is written.
    package var spelling: Spelling
}

extension FoundToken {
    /// Finds by their places, each once: what lies within another find of the same string is none, and neither is the beginning of a
    /// string that is there whole.
    static func distinct(_ found: [FoundToken]) -> [FoundToken] {
        let whole = Set(found.filter { $0.kind == .whole }.map(\.offset))
        var (kept, ends) = ([FoundToken](), [Int: Int]())
        let sorted = found.sorted { ($0.offset, -$0.length, $0.sought) < ($1.offset, -$1.length, $1.sought) }
        for token in sorted where token.kind == .whole || !whole.contains(token.offset) {
            guard token.offset >= ends[token.sought] ?? 0 else { continue }
            ends[token.sought] = token.offset + token.length
            kept.append(token)
        }
        return kept
    }
}
