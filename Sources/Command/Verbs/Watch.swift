/// Runs a command with tokens, and lets it have new ones.
struct WatchOptions: VerbOptions {
    var run = RunOptions()
    var signal: String?
    var isRestarting = false
    var stopTimeout: String?
    var isOnChange = false

    static let verb = Verb(
        Self.self, "watch", summary: "run a command with tokens, and restart or signal it when they change",
        operands: "[LABEL...]", .each(.label), count: 0...64, takesCommand: true,
        flags: flags,
        json: .failures, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        guard let place = context.options.command else {
            throw .usage(
                "Name a command to run: lockstep watch LABEL -- COMMAND", hint: "See: lockstep watch --help")
        }
        guard !isOnChange else { return try runOnChange(context, place) }
        guard context.options.operands.count <= 1 else {
            throw .usage(
                "Only one LABEL sets the variables of Linode's tools; give others by --env NAME=LABEL.",
                hint: "Several labels go with --on-change.")
        }
        guard signal == nil || !isRestarting else { throw .usage("Give one of --restart and --signal.") }
        let reaction = try Reaction.read(signal: signal, patience: stopTimeout)
        try Supervising(running: try run.running(context), reaction: reaction).run(place)
    }

    private func runOnChange(_ context: Context, _ place: Int) throws(Problem) {
        var others = self
        (others.isOnChange, others.run.keptVariables) = (false, [])
        guard others == WatchOptions() else {
            throw .usage(
                "With --on-change the command gets no token, so only --keep-env goes with it.",
                hint: "The command can ask for the token: lockstep get LABEL")
        }
        let labels = try context.labels()
        guard !labels.isEmpty else {
            throw .usage("Name the labels to watch: lockstep watch LABEL... --on-change -- COMMAND")
        }
        try OnChange(context, run, labels, place).run()
    }
}
