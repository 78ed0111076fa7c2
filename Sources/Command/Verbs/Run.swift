internal import Lifecycle

/// Runs a command with tokens in its environment.
struct RunOptions: VerbOptions {
    var environment: [String] = []
    var environmentFiles: [String] = []
    var allowedVariables: [String] = []
    var keptVariables: [String] = []
    var files: [String] = []
    var isMasked = false
    var refreshed: String?
    var isMinted = false
    var minted = MintOptions()
    var handOut = HandOutOptions()

    static let verb = Verb(
        Self.self, "run", summary: "run a command with tokens in its environment", operands: "[LABEL]",
        .places([.label]), count: 0...1, takesCommand: true, flags: flags, json: .failures, notes: notes,
        examples: examples)

    func run(_ context: Context) throws(Problem) {
        guard let place = context.options.command else {
            throw .usage(
                "Name a command to run: lockstep run LABEL -- COMMAND", hint: "See: lockstep run --help")
        }
        if let problem = minted.problem(in: self, context) { throw problem }
        guard isMinted else {
            let running = try running(context)
            guard refreshed == nil else {
                return try Supervising(running: running, reaction: .none).run(place)
            }
            return try running.run(place)
        }
        let label = try minted.label(for: CommandLine.arguments[place])
        try Minting(running: try running(context, with: label), token: minted.token(label)).run(place)
    }

    /// What the command gets.
    func running(_ context: Context, with label: Label? = nil) throws(Problem) -> Running {
        let first = try label == nil ? context.labels().first : label
        let variables = try RunVariables(options: self).read(first)
        guard variables.contains(where: { $0.label != nil }) else {
            throw .usage(
                "Name the token that the command gets: a LABEL, --env NAME=LABEL, --file NAME=LABEL or "
                    + "--env-file FILE."
            )
        }
        return Running(context: context, options: self, variables: variables)
    }
}
