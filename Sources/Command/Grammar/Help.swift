/// Help, made from the same tables as the parser.
enum Help {
    static let width = 80

    /// The list of verbs.
    static var overview: String {
        let verbs = Verbs.all.map { ($0.name, $0.summary) }
        return """
            Lockstep creates Linode API tokens, seals them in a vault, hands them out, and
            revokes and purges them as one operation.

            Usage: lockstep VERB [LABEL...] [--flags] [-- COMMAND...]

            Verbs:
            \(columns(verbs))
            Flags of every verb:
            \(columns(Flag.common.map { row($0.words) }))
            Help on a verb:  lockstep VERB --help
            The version:     lockstep --version

            """
    }

    /// The help of one verb.
    static func text(of verb: Verb) -> String {
        var text = "\(verb.summary.prefix(1).uppercased())\(verb.summary.dropFirst()).\n\n"
        let tail = verb.takesCommand ? " -- COMMAND..." : ""
        text +=
            "Usage: lockstep \(verb.name)\(verb.operands.isEmpty ? "" : " " + verb.operands) [--flags]\(tail)\n\n"
        if !verb.aliases.isEmpty { text += "Also: \(verb.aliases.joined(separator: ", "))\n\n" }
        for note in verb.notes { text += wrapped(note, indent: 0) + "\n" }
        if !verb.flags.isEmpty { text += "Flags:\n\(columns(verb.flags.map(row)))\n" }
        text += "Flags of every verb:\n\(columns(verb.commonFlags.map(row)))"
        if !verb.examples.isEmpty {
            text += "\nExamples:\n" + verb.examples.map { "  \($0)\n" }.joined()
        }
        return text
    }

    private static func row(_ flag: FlagWords) -> (String, String) {
        let short = flag.short.map { "-\($0), " } ?? ""
        return ("\(short)--\(flag.long)\(flag.value.map { " " + $0 } ?? "")", flag.help)
    }

    private static func columns(_ rows: [(String, String)]) -> String {
        let left = min(26, (rows.map(\.0.count).max() ?? 0)) + 4
        return rows.map { name, help in
            let lines = wrapped(help, indent: left)
            let head = "  \(name)"
            let gap = head.count < left - 1 ? String(repeating: " ", count: left - head.count) : ""
            return gap.isEmpty ? "\(head)\n\(lines)" : head + gap + String(lines.dropFirst(left))
        }.joined()
    }

    private static func wrapped(_ text: String, indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        var lines = [space]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.count > indent, last.count + 1 + word.count > width {
                lines.append(space + word)
            } else {
                lines[lines.count - 1] = last.count > indent ? "\(last) \(word)" : last + word
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
