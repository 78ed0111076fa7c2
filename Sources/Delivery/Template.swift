/// A text with references: `{{ lockstep://LABEL }}` anywhere, and `lockstep://LABEL` where it stands by itself, as
/// behind `=`, `:`, a blank or a quotation mark. All else, other braces included, stays as it is, byte for byte.
package struct Template: Hashable, Sendable {
    /// A piece of the text.
    package enum Piece: Hashable, Sendable {
        case text([UInt8])
        /// A token string goes here.
        case token(label: String)
    }

    /// The pieces, in their order.
    package let pieces: [Piece]

    /// The labels, each once, in the order of their first use.
    package var labels: [String] {
        var found: [String] = []
        for case .token(let label) in pieces where !found.contains(label) { found.append(label) }
        return found
    }

    /// Reads a template; throws `Reference.Problem` with nothing read further.
    package init(_ bytes: [UInt8]) throws(Reference.Problem) {
        var (pieces, text): ([Piece], [UInt8]) = ([], [])
        var place = 0
        while place < bytes.count {
            guard let (label, end) = try Template.reference(in: bytes, at: place) else {
                text.append(bytes[place])
                place += 1
                continue
            }
            if !text.isEmpty { pieces.append(.text(text)) }
            pieces.append(.token(label: label))
            (text, place) = ([], end)
        }
        if !text.isEmpty { pieces.append(.text(text)) }
        self.pieces = pieces
    }

    /// The reference that begins at a place, and where it ends; `nil` when none begins there.
    private static func reference(in bytes: [UInt8], at place: Int) throws(Reference.Problem) -> (
        String, Int
    )? {
        if starts(bytes, at: place, with: "{{") { return try enclosed(in: bytes, at: place) }
        guard starts(bytes, at: place, with: Reference.scheme),
            place == 0 || !Reference.isPlain(bytes[place - 1])
        else { return nil }
        let start = place + Reference.scheme.utf8.count
        let end = bytes[start...].firstIndex { !Reference.isPlain($0) } ?? bytes.count
        return (try Reference.decoded(Array(bytes[start..<end])), end)
    }

    private static func enclosed(in bytes: [UInt8], at place: Int) throws(Reference.Problem) -> (String, Int)?
    {
        var start = place + 2
        while start < bytes.count, isBlank(bytes[start]) { start += 1 }
        guard starts(bytes, at: start, with: Reference.scheme) else { return nil }
        start += Reference.scheme.utf8.count
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), !starts(bytes, at: end, with: "}}") {
            end += 1
        }
        guard starts(bytes, at: end, with: "}}") else { throw .unclosed }
        var last = end
        while last > start, isBlank(bytes[last - 1]) { last -= 1 }
        return (try Reference.decoded(Array(bytes[start..<last])), end + 2)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private static func starts(_ bytes: [UInt8], at place: Int, with text: String) -> Bool {
        place + text.utf8.count <= bytes.count && zip(text.utf8, bytes[place...]).allSatisfy { $0 == $1 }
    }
}
