/// A page of the manual (man-pages(7)), as text and lists.
struct ManualPage: Sendable {
    /// A part of a section.
    enum Part: Sendable {
        case text(String)
        /// Terms, each with what it means.
        case list([(term: Roff.Line, meaning: String)])
        /// Lines that stay as they are.
        case example([String])
    }

    let name: String
    /// 1 for commands, 5 for files, 8 for what the system runs.
    let section: Int
    /// One line for `apropos`.
    let summary: String
    let synopsis: [Roff.Line]
    let sections: [(heading: String, parts: [Part])]
    /// Other pages.
    let related: [String]

    /// The name of its file.
    var file: String { "\(name).\(section)" }

    /// The page in man(7); `day` is the date at its foot.
    func text(day: String, version: String) -> String {
        var roff = Roff()
        roff.title(name.uppercased(), section, day: day, "Lockstep \(version)", "Lockstep manual")
        roff.heading("NAME")
        roff.paragraph("\(name) - \(summary)")
        roff.heading("SYNOPSIS")
        roff.synopsis(synopsis)
        for (heading, parts) in sections {
            roff.heading(heading)
            for (place, part) in parts.enumerated() {
                if place > 0 { roff.space() }
                switch part {
                case .text(let text): roff.paragraph(text)
                case .list(let items): for (term, meaning) in items { roff.item(term, meaning) }
                case .example(let lines): roff.example(lines)
                }
            }
        }
        roff.heading("SEE ALSO")
        roff.references(related)
        return roff.text
    }
}
