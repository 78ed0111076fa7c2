extension Verbs {
    static let doctor = Verb(
        name: "doctor",
        summary: "check everything, and say what is damaged, what is intact and how to repair it",
        flags: [
            Flag(
                "accept-older", nil, .toggle(\.acceptOlder),
                "go on with an older copy of the vault, or one that was changed elsewhere, on purpose"),
            Flag(
                "repair", nil, .toggle(\.repair),
                "write what stands twice in the vault anew, where one of both is damaged"),
            Flag(
                "accept-log", nil, .toggle(\.acceptLog),
                "hand out again although a reading log is damaged: it stays as it is"),
            .yes,
        ],
        notes: [
            """
            Reads every row of the vault, this machine's reading log and what it has seen of the vault, past the first that is \
            wrong. By itself it changes nothing, and it asks no provider. Exit 9 when the vault or a log was altered or is \
            damaged, when it is an older copy than this machine has seen, or one that was changed elsewhere.
            """,
            """
            --repair mends the slots, the head and the vault's id from the second place where each of them stands, makes the \
            file's first page and the tree over its rows anew, and begins the change log anew where it cannot be proved any more. \
            --accept-log takes note that you were told of a damaged reading log: it is kept, hand-outs go on in a new one.
            """,
            """
            --accept-older is for a copy that was put back on purpose. Tokens made since are not in it: lockstep sync \
            and list --remote show them as made elsewhere. Tokens revoked since are purged by sync.
            """,
        ],
        examples: [
            "lockstep doctor", "lockstep doctor --json", "lockstep doctor --repair",
            "lockstep doctor --accept-older",
        ]
    ) { context throws(Problem) in try Doctor(context: context).run() }
}
