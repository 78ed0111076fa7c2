internal import Lifecycle
internal import Requests

/// Answers "may I revoke this?": who made a token, who read it, and what would miss it.
struct WhyOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "why", summary: "say who made and who uses a token, before you revoke it",
        operands: "LABEL", .places([.label]), count: 1...1,
        notes: [
            """
            It shows who made the token and for what, which programs read it and through what, what would \
            stop working, whether older generations are still read, and what nobody can tell from here. It \
            ends with advice, and never calls a revocation safe: other machines have logs of their own, and \
            a program that got the token once may have kept it.
            """
        ],
        examples: ["lockstep why ci", "lockstep why ci --json"])

    func run(_ context: Context) throws(Problem) {
        let label = try context.label(0)
        let result = try context.ask(WhyRequest(label))
        let docker = context.dockerServers(of: label)
        guard !context.options.json else {
            return try context.console.print(
                result.json(context.wording, docker: docker, now: context.now))
        }
        let words = WhyWords(result: result, docker: docker, now: context.now, vault: context.places.vault)
        let console = context.console
        try console.print(words.facts)
        if !words.readers.rows.isEmpty {
            try console.print("\nRead in the last \(WhyResult.recentDays) days:\n")
            try console.print(words.readers)
        }
        for (heading, lines) in words.sections where !lines.isEmpty {
            try console.print("\n\(heading)\n")
            try console.print(lines.map { "  \($0)" })
        }
        try console.print("\n")
        try console.print(words.advice, hanging: 0)
    }
}
