/// Help, made from the same tables as the parser, as wide as the terminal.
enum Help {
    /// Where there is no terminal.
    static let usual = 80
    /// Longer lines are hard to read.
    static let most = 120
    /// Narrower than this, what a flag does stands under it.
    private static let sideBySide = 60

    /// What a person is shown who says nothing.
    static func short(_ width: Int = usual) -> String {
        let first = [
            ("lockstep init", "create the vault"),
            ("lockstep login", "seal the token that Lockstep creates others with"),
            ("lockstep create LABEL --scope linodes:rw --expiry 90d", "create a token"),
            ("lockstep run LABEL -- COMMAND", "give it to a program"),
            ("lockstep list", "list your tokens"), ("lockstep revoke LABEL", "end it everywhere"),
        ]
        return wrapped("Usage: lockstep VERB [LABEL...] [--flags] [-- COMMAND...]", width, hanging: 7)
            + "\n" + columns(first, width) + "\n" + wrapped("All verbs: lockstep --help", width)
    }

    /// The list of verbs.
    static func overview(_ width: Int = usual) -> String {
        let verbs = Verbs.all.map { ($0.name, $0.summary) }
        return wrapped(
            "Lockstep creates Linode API tokens, seals them in a vault, hands them out, and revokes and "
                + "purges "
                + "them as one operation.", width)
            + "\n" + wrapped("Usage: lockstep VERB [LABEL...] [--flags] [-- COMMAND...]", width, hanging: 7)
            + "\nVerbs:\n" + columns(verbs, width)
            + "\nCommon flags:\n" + columns(Flag.common.map { row($0.words) }, width)
            + "\nHelp for a verb:  lockstep VERB --help\nThe version:     lockstep --version\n"
    }

    /// The help of one verb.
    static func text(of verb: Verb, _ width: Int = usual) -> String {
        let words = [
            "Usage: lockstep \(verb.name)", verb.operands, "[--flags]",
            verb.takesCommand ? "-- COMMAND..." : "",
        ]
        let usage = words.filter { !$0.isEmpty }.joined(separator: " ")
        var text = wrapped("\(verb.summary.prefix(1).uppercased())\(verb.summary.dropFirst()).", width)
        text += "\n" + wrapped(usage, width, hanging: 7) + "\n"
        if !verb.aliases.isEmpty { text += "Also: \(verb.aliases.joined(separator: ", "))\n\n" }
        for note in verb.notes { text += wrapped(note, width) + "\n" }
        if !verb.flags.isEmpty { text += "Flags:\n\(columns(verb.flags.map(row), width))\n" }
        text += "Common flags:\n\(columns(verb.commonFlags.map(row), width))"
        if !verb.examples.isEmpty {
            text += "\nExamples:\n" + verb.examples.map { command($0, width) }.joined()
        }
        return text
    }

    private static func row(_ flag: FlagWords) -> (String, String) {
        let short = flag.short.map { "-\($0), " } ?? ""
        return ("\(short)--\(flag.long)\(flag.value.map { " " + $0 } ?? "")", flag.help)
    }

    /// Names at the left and what they mean beside them; under them where a name is long, or the terminal narrow.
    private static func columns(_ rows: [(String, String)], _ width: Int) -> String {
        let longest = rows.map(\.0.count).max() ?? 0
        let left = width < sideBySide ? 6 : min(26, longest) + 4
        let space = String(repeating: " ", count: left)
        return rows.map { name, help in
            let lines = Wrapping.lines(help, columns: width - left)
            let head = "  \(name)"
            guard width >= sideBySide, head.count < left - 1 else {
                return wrapped(head, width, hanging: 4) + lines.map { "\(space)\($0)\n" }.joined()
            }
            return head + String(repeating: " ", count: left - head.count)
                + lines.joined(separator: "\n" + space) + "\n"
        }.joined()
    }

    private static func wrapped(_ text: String, _ width: Int, hanging: Int = 0) -> String {
        Wrapping.lines(text, columns: width, hanging: hanging).joined(separator: "\n") + "\n"
    }

    /// A command line, in lines that a shell takes as one.
    private static func command(_ line: String, _ width: Int) -> String {
        guard line.count + 2 > width else { return "  \(line)\n" }
        return Wrapping.lines("  " + line, columns: width - 2, hanging: 4).joined(separator: " \\\n") + "\n"
    }
}
