/// All pages of the manual, made from what the parser, the help and the exit codes are made from.
enum ManualPages {
    static var all: [ManualPage] { [overview] + Verbs.all.map(page) + [agent, vault] }

    /// The page that has the same name as its file.
    static func named(_ file: String) -> ManualPage? { all.first { $0.file == file } }

    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private static func page(of verb: Verb) -> ManualPage {
        var sections: [(String, [ManualPage.Part])] = []
        let also =
            verb.aliases.isEmpty ? [] : ["Also called \(verb.aliases.joined(separator: ", "))."]
        let texts = [sentence(verb.summary)] + also + verb.notes
        sections.append(("DESCRIPTION", texts.map { .text($0) }))
        if !verb.flags.isEmpty { sections.append(("OPTIONS", [.list(verb.flags.map(item))])) }
        sections.append(("COMMON OPTIONS", [.list(verb.commonFlags.map(item))]))
        if !verb.examples.isEmpty { sections.append(("EXAMPLES", [.example(verb.examples)])) }
        sections.append(
            ("EXIT STATUS", [.text("0 on success. lockstep(1) lists all other codes.")]))
        return ManualPage(
            name: "lockstep-\(verb.name)", section: 1, summary: verb.summary, synopsis: [synopsis(of: verb)],
            sections: sections, related: ["lockstep(1)", "lockstep-agent(8)", "lockstep-vault(5)"])
    }

    private static func synopsis(of verb: Verb) -> Roff.Line {
        var line = Roff.Line().bold("lockstep \(verb.name)")
        if !verb.operands.isEmpty { line = line.plain(" ").italic(verb.operands) }
        line = line.plain(" [").italic("flags").plain("]")
        return verb.takesCommand ? line.plain(" ").bold("--").plain(" ").italic("COMMAND").plain("...") : line
    }

    static func item(_ flag: FlagWords) -> (term: Roff.Line, meaning: String) {
        var term = Roff.Line()
        if let short = flag.short { term = term.bold("-\(short)").plain(", ") }
        term = term.bold("--\(flag.long)")
        if let kind = flag.kind { term = term.plain(" ").italic(kind.name) }
        if let kind = flag.choiceKind { term = term.plain("[=").italic(kind.name).plain("]") }
        return (term, flag.help)
    }
}
