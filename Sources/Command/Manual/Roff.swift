/// Text in the language of man(7).
struct Roff {
    /// A line of words in several typefaces.
    struct Line: Sendable {
        /// As it is written in man(7).
        fileprivate private(set) var text = ""

        /// Adds what is typed as it stands.
        func bold(_ words: String) -> Line { adding("\\fB\(Roff.escaped(words))\\fR") }
        /// Adds what stands for something else.
        func italic(_ words: String) -> Line { adding("\\fI\(Roff.escaped(words))\\fR") }
        /// Adds other text.
        func plain(_ words: String) -> Line { adding(Roff.escaped(words)) }

        private func adding(_ words: String) -> Line {
            var line = self
            line.text += words
            return line
        }
    }

    /// The page so far.
    private(set) var text = ""
    /// Longer lines are hard to read in the file, and mandoc warns of them.
    private static let width = 78

    /// The head of a page; a date is read by programs and stays as it is.
    mutating func title(_ name: String, _ section: Int, day: String, _ source: String, _ manual: String) {
        text += ".TH \(Roff.escaped(name)) \(section) \(day) \"\(Roff.escaped(source))\" \"\(manual)\"\n"
    }

    mutating func heading(_ words: String) { text += ".SH \(words)\n" }

    /// Space between paragraphs; a heading has its own.
    mutating func space() { text += ".PP\n" }

    mutating func synopsis(_ lines: [Line]) {
        text += lines.map { Roff.protected($0.text) }.joined(separator: "\n.br\n") + "\n"
    }

    mutating func paragraph(_ words: String) {
        var line = ""
        for word in words.split(whereSeparator: \.isWhitespace).map({ Roff.escaped(String($0)) }) {
            if !line.isEmpty, line.count + 1 + word.count > Roff.width {
                text += Roff.protected(line) + "\n"
                line = ""
            }
            line += line.isEmpty ? word : " " + word
        }
        text += Roff.protected(line) + "\n"
    }

    mutating func item(_ term: Line, _ meaning: String) {
        text += ".TP\n\(Roff.protected(term.text))\n"
        paragraph(meaning)
    }

    mutating func example(_ lines: [String]) {
        text += ".EX\n" + lines.map { Roff.protected(Roff.escaped($0)) + "\n" }.joined() + ".EE\n"
    }

    /// Names of pages, such as `lockstep(1)`.
    mutating func references(_ pages: [String]) {
        for (place, page) in pages.enumerated() {
            let parts = page.split(separator: "(")
            let comma = place < pages.count - 1 ? "," : ""
            text += ".BR \(Roff.escaped(String(parts[0]))) (\(parts[1])\(comma)\n"
        }
    }

    /// A hyphen is one that can be typed, and a backslash is itself.
    fileprivate static func escaped(_ words: String) -> String {
        words.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\e"
            case "-": text += "\\-"
            case "\"": text += "\\(dq"
            case "~": text += "\\(ti"
            case "^": text += "\\(ha"
            case "`": text += "\\(ga"
            default: text.append(character)
            }
        }
    }

    /// A line that begins like a request begins with nothing in front of it.
    private static func protected(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }
}
