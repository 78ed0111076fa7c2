internal import Lifecycle
internal import Requests
internal import Service

/// Starts and stops the agent, and says which program asks a person for it.
struct AgentOptions: VerbOptions {
    var times = NamedTimes()
    var isCleared = false
    var isHandsOutOnly = false

    static let verb = Verb(
        Self.self, "agent", summary: "start or stop the agent, which holds the unlocked vault",
        operands: "start|stop|askpass [PROGRAM]", count: 1...2,
        flags: [
            .idle(\.times.idle), .max(\.times.max),
            Flag(
                "hands-out-only", nil, .toggle(\.isHandsOutOnly),
                "start: set in the vault that the agent hands out and looks, and changes nothing"),
            Flag("clear", nil, .toggle(\.isCleared), "askpass: name no program any more"),
        ],
        notes: [
            """
            start also unlocks where a flag or the environment names what opens the vault. An agent of another version \
            is replaced. While work is under way for somebody it does not lock for want of hand-outs. Hand-outs go through the agent while it is unlocked, and open the vault themselves otherwise.
            """,
            """
            --hands-out-only is a setting of the vault, as lockstep set --hands-out-only on: it asks for what unlocks the vault, and \
            no restart of the agent takes it back.
            """,
            """
            askpass shows or sets the program with which the agent asks a person where a grant says --confirm. It is kept in the \
            vault, so only who unlocks it changes it. It is given the question as its argument, as ssh-askpass, and agrees by \
            exit code 0. The audit log names the program that agreed.
            """,
        ],
        examples: [
            "lockstep agent start --idle 1h --max 12h", "lockstep agent stop",
            "lockstep agent askpass /usr/bin/ssh-askpass",
        ])

    func run(_ context: Context) throws(Problem) {
        let words = context.options.operands
        switch (words[0], words.count) {
        case ("askpass", _) where !isHandsOutOnly: try Askpass(context: context, isCleared: isCleared).run()
        case ("start", 1) where !isCleared:
            if isHandsOutOnly { try handOutOnly(context) }
            try Agency(context: context, named: times).start()
        case ("stop", 1) where !isCleared && !isHandsOutOnly: try Locking(context: context).stop()
        default:
            throw .usage(
                "lockstep agent takes start, stop, or askpass and a program.",
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
