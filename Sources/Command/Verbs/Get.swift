internal import Lifecycle

/// Writes a token string, and nothing else.
struct GetOptions: VerbOptions {
    var generation: String?
    var isClipped = false
    var clearAfter: String?
    var isRevealed = false
    var handOut = HandOutOptions()

    static let verb = Verb(
        Self.self, "get", summary: "write the token string to stdout, and nothing else", operands: "LABEL",
        count: 1...1,
        flags: [
            Flag("generation", "g", .value("N", \.generation), "an older generation, in its overlap"),
            Flag(
                "clip", "c", .toggle(\.isClipped), "put it on the clipboard (Wayland, X11, terminal) instead"),
            Flag(
                "clear-after", nil, .value("DURATION", \.clearAfter),
                "how long it stays on the clipboard (45s)"),
            .reveal(\.isRevealed), .evenExpired(\.handOut.isEvenExpired), .unlogged(\.handOut.isUnlogged),
        ],
        json: .refused,
        notes: [
            """
            One line; to a terminal only with --reveal. Programs get it more safely from lockstep run, which leaves no \
            trace in a shell.
            """,
            """
            --clip clears the clipboard after 45 seconds, unless something else is there by then. A terminal's own clipboard (OSC \
            52) cannot be read back, and so is not cleared.
            """,
        ],
        examples: ["lockstep get ci", "curl -H @<(printf 'Authorization: Bearer '; lockstep get ci) URL"])

    func run(_ context: Context) throws(Problem) {
        let label = try context.label(0)
        guard !context.options.json else {
            throw .usage(
                "lockstep get writes a secret, and --json never holds one.",
                hint: "Leave --json out. What else is known of the token: "
                    + "lockstep show \(Printable.word(label.text)) --json")
        }
        let number = try generation.map(GetOptions.number)
        if isClipped { return try Clipping(context: context, options: self).run(label, generation: number) }
        try context.requireHiddenOutput(
            isRevealed: isRevealed, hint: "Give it to a program (lockstep run), or add --clip or --reveal.")
        for handed in try context.handOut([label], .get, handOut, generation: number) {
            try context.console.print(handed.string)
        }
    }

    private static func number(_ text: String) throws(Problem) -> UInt32 {
        guard let number = UInt32(text), number > 0 else {
            throw .usage("\(Printable.quoted(text)) is not a valid generation.")
        }
        return number
    }
}
