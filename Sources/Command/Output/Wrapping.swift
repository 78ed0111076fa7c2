/// Text in lines of a terminal's width, broken between words and nowhere else.
enum Wrapping {
    /// What is never broken, and whether a blank stands before it.
    private struct Piece {
        let text: String
        let isApart: Bool
    }

    /// The lines of a text. All but the first begin with so many blanks more than the text itself does. With `breaksNames` a path
    /// or a label goes on in the next line behind one of its signs; whatever is still too long is left to the terminal.
    static func lines(_ text: String, columns: Int, hanging: Int = 0, breaksNames: Bool = false) -> [String] {
        guard columns > 0, Printable.width(text) > columns else { return [text] }
        let indent = text.prefix { $0 == " " }.count
        var pieces = words(String(text.dropFirst(indent))).map { Piece(text: $0, isApart: true) }
        if breaksNames { pieces = pieces.flatMap(broken) }
        let space = String(repeating: " ", count: indent + hanging)
        var (lines, line, isEmpty) = ([String](), String(repeating: " ", count: indent), true)
        for piece in pieces {
            let joined = isEmpty || !piece.isApart ? line + piece.text : "\(line) \(piece.text)"
            if isEmpty || Printable.width(joined) <= columns {
                line = joined
            } else {
                lines.append(line)
                line = space + piece.text
            }
            isEmpty = false
        }
        return lines + [line]
    }

    /// The words of a text; what stands in quotation marks is one, with its blanks.
    static func words(_ text: String) -> [String] {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        var (words, index): ([String], Int) = ([], 0)
        while index < parts.count {
            let end = quotedEnd(parts, from: index) ?? index
            let word = parts[index...end].joined(separator: " ")
            if !word.isEmpty { words.append(word) }
            index = end + 1
        }
        return words
    }

    /// Where the quotation ends that begins with a part; `nil` where none does, as with an apostrophe.
    private static func quotedEnd(_ parts: [String], from start: Int) -> Int? {
        let first = parts[start].drop { "(=".contains($0) }
        guard let mark = first.first, mark == "'" || mark == "\"" else { return nil }
        return parts.indices.dropFirst(start).first { index in
            let end = parts[index].lastIndex { !".,;:)".contains($0) }
            return end.map { parts[index][$0] } == mark && (index > start || first.count > 1)
        }
    }

    /// The longest piece of a text that lines are not broken in.
    static func longest(_ text: String, breaksNames: Bool) -> Int {
        let pieces = words(text).map { Piece(text: $0, isApart: true) }
        return (breaksNames ? pieces.flatMap(broken) : pieces).map { Printable.width($0.text) }.max() ?? 0
    }

    private static func broken(_ piece: Piece) -> [Piece] {
        var (pieces, text) = ([Piece](), "")
        for character in piece.text {
            text.append(character)
            if "/-_.:@".contains(character), text.count > 3 {
                pieces.append(Piece(text: text, isApart: piece.isApart && pieces.isEmpty))
                text = ""
            }
        }
        return text.isEmpty ? pieces : pieces + [Piece(text: text, isApart: piece.isApart && pieces.isEmpty)]
    }
}
