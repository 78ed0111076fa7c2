internal import Lifecycle
internal import Secrets
internal import Wire

extension Verbs {
    static let agent = Verb(
        name: "agent",
        summary: "start or stop the agent, which holds the unlocked vault",
        operands: "start|stop|askpass [PROGRAM]", count: 1...2,
        flags: [
            Flag.idle, Flag.max, Flag("clear", nil, .toggle(\.clear), "askpass: name no program any more"),
        ],
        notes: [
            """
            start also unlocks where a flag or the environment names what opens the vault. An agent of another version \
            is replaced. While work is under way for somebody it does not lock for want of hand-outs. Hand-outs go through the agent while it is unlocked, and open the vault themselves otherwise.
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
        ]
    ) { context throws(Problem) in
        let words = context.options.operands
        switch (words[0], words.count) {
        case ("askpass", _): try Askpass(context: context).run()
        case ("start", 1) where !context.options.clear: try Agency(context: context).start()
        case ("stop", 1) where !context.options.clear: try Locking(context: context).stop()
        default:
            throw .usage(
                "lockstep agent takes start, stop, or askpass and a program.",
                hint: "See: lockstep agent --help")
        }
    }

    static let unlock = Verb(
        name: "unlock", summary: "give the agent what opens the vault; starts it where none runs",
        flags: [Flag.idle, Flag.max],
        notes: ["With the passphrase from the terminal, or --key-file, --passphrase-file, --passphrase-fd."],
        examples: ["lockstep unlock", "lockstep unlock --key-file vault.key"]
    ) { context throws(Problem) in try Agency(context: context).unlock() }

    static let lock = Verb(
        name: "lock", summary: "make the agent wipe its keys", examples: ["lockstep lock"]
    ) { context throws(Problem) in try Locking(context: context).lock() }
}

extension Flag<Options> {
    static let idle = Flag(
        "idle", nil, .value("DURATION", \.idle), "lock after so long without a hand-out (8h); 0s for never")
    static let max = Flag(
        "max", nil, .value("DURATION", \.max),
        "lock so long after it was unlocked, however busy it is; 0s for never, which is usual")
}
