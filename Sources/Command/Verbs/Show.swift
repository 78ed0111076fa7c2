internal import Lifecycle
internal import Requests

/// Shows what is known of one token.
struct ShowOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "show", summary: "show what is known about a token, without its string", operands: "LABEL",
        .places([.label]), count: 1...1, examples: ["lockstep show ci", "lockstep show ci --json"])

    func run(_ context: Context) throws(Problem) {
        let shown = try context.ask(ShowRequest(try context.label(0)))
        guard !context.options.json else {
            return try context.console.print(
                shown.token.json(context.wording, now: context.now, isAlone: true, read: shown.readings))
        }
        let row = TokenRow(shown.token, context)
        try context.console.print(row.facts(now: context.now, read: shown.readings))
    }
}
