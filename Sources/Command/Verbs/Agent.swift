internal import Lifecycle
internal import Requests
internal import Service

/// Starts and stops the agent, and says which programs ask a person for it, and hear what it does.
struct AgentOptions: VerbOptions {
    var times = NamedTimes()
    var isCleared = false
    var isHandsOutOnly = false

    static let verb = Verb(
        Self.self, "agent", summary: "start or stop the agent, which holds the unlocked vault",
        operands: "start|stop|askpass|hook [PROGRAM]",
        .words(["start": [], "stop": [], "askpass": [.program], "hook": [.program]]), count: 1...2,
        flags: [
            .idle(\.times.idle), .max(\.times.max),
            Flag(
                "hands-out-only", nil, .toggle(\.isHandsOutOnly),
                "start: set in the vault that the agent only hands out and reads"),
            Flag("clear", nil, .toggle(\.isCleared), "askpass, hook: remove the program"),
        ],
        needsSettings: false, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let words = context.options.operands
        switch (words[0], words.count) {
        case ("askpass", _) where !isHandsOutOnly: try Askpass(context: context, isCleared: isCleared).run()
        case ("hook", _) where !isHandsOutOnly: try Hook(context: context).set(isCleared: isCleared)
        case ("start", 1) where !isCleared:
            if isHandsOutOnly { try handOutOnly(context) }
            try Agency(context: context, named: times).start()
        case ("stop", 1) where !isCleared && !isHandsOutOnly: try Locking(context: context).stop()
        default:
            throw .usage(
                "lockstep agent takes start, stop, or askpass or hook and a program.",
                hint: "See: lockstep agent --help")
        }
    }

    /// Before it is started: an agent that runs without it changes what it should not.
    private func handOutOnly(_ context: Context) throws(Problem) {
        let service = try context.service()
        try served { () throws(Failure) in
            if try !service.settings().changes.isHandsOutOnly { try service.setHandsOutOnly(true) }
        }
        context.opened.ledger = nil
    }
}
