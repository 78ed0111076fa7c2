/// Shows and changes who may put new tokens into the vault.
struct DepositorOptions: VerbOptions {
    var account: String?
    var labels: String?

    static let verb = Verb(
        Self.self, "depositor", summary: "say who may put new tokens into the vault without opening it",
        operands: "list | add NAME KEY | remove NAME",
        .words(["list": [], "add": ["NAME", "KEY"], "remove": ["NAME"]]), count: 1...3,
        flags: [
            .account(\.account),
            Flag("labels", nil, .value("GLOB", \.labels), "add: which labels it may use (*)"),
        ],
        notes: [
            """
            Whoever deposits prints KEY with lockstep key --signing. add prints the ticket, which is no secret, \
            for lockstep deposit --to; list prints it again. All of them ask for what opens the vault, even if an \
            agent is unlocked.
            """,
            """
            A depositor can read nothing of the vault and change nothing in it. Its tokens are taken in by \
            lockstep sync, under new labels alone, once the account has shown them; what is wrong with one is told \
            and the file is left.
            """,
            """
            After lockstep rekey the ticket is another one. What is sealed to the one before is taken in all the \
            same, but can be read by whoever had the former keys: hand the new one out.
            """,
        ],
        examples: [
            "lockstep depositor add ci LSDK-… --labels 'ci/*'", "lockstep depositor list",
            "lockstep depositor remove ci",
        ])

    func run(_ context: Context) throws(Problem) {
        let words = context.options.operands
        let task = DepositorKeeping(context: context, options: self)
        switch (words[0], words.count) {
        case ("list", 1): try task.list()
        case ("add", 3): try task.add(words[1], words[2])
        case ("remove", 2): try task.remove(words[1])
        default:
            throw .usage(
                "lockstep depositor takes list, add with a name and a key, or remove and a name.",
                hint: "See: lockstep depositor --help")
        }
    }
}
