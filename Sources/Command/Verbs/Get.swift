internal import Lifecycle

/// Writes a token string, and nothing else.
struct GetOptions: VerbOptions {
    var isBare = false
    var generation: String?
    var isClipped = false
    var clearAfter: String?
    var isRevealed = false
    var handOut = HandOutOptions()

    static let verb = Verb(
        Self.self, "get", summary: "write the token string to stdout, and nothing else", operands: "LABEL",
        .places([.label]), count: 0...1,
        flags: flags,
        json: .refused,
        notes: notes,
        examples: examples)

    func run(_ context: Context) throws(Problem) {
        let named = context.options.operands.first.map(Printable.word) ?? "LABEL"
        guard !context.options.json else {
            throw .usage(
                "lockstep get writes a secret, and --json never contains one.",
                hint: "Leave out --json. What else is known about the token: lockstep show \(named) --json")
        }
        if !isClipped {
            try context.requireHiddenOutput(
                isRevealed: isRevealed,
                hint: "Give it to a program (lockstep run), or add --clip or --reveal.")
        }
        guard let label = try context.labelsOrPicked("Which token should be handed out?").first else {
            throw .usage("lockstep get takes: LABEL", hint: "See: lockstep get --help")
        }
        let number = try Context.generation(generation)
        if isClipped { return try Clipping(context: context, options: self).run(label, generation: number) }
        for handed in try context.handOut([label], .get, handOut, generation: number) {
            try context.console.print(handed.string, isBare: isBare)
        }
    }
}
