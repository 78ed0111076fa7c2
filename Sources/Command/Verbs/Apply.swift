internal import Lifecycle
internal import Requests

/// Makes the vault match a file of token specs.
struct ApplyOptions: VerbOptions {
    var isRehearsal = false
    var exitsByDifference = false
    var prunes = false
    var account: String?
    var isAgreed = false

    static let verb = Verb(
        Self.self, "apply", summary: "create, set, rotate and revoke tokens until the vault matches a file",
        operands: "FILE", .places([.file]), count: 1...1,
        flags: [
            Flag("dry-run", nil, .toggle(\.isRehearsal), "show what would be done, and change nothing"),
            Flag(
                "exit-code", nil, .toggle(\.exitsByDifference),
                "with --dry-run: exit with \(ExitCode.differs.rawValue) if there is something to do"),
            Flag("prune", nil, .toggle(\.prunes), "also revoke every token that is not in the file"),
            Flag(
                "account", "a", .value(.account, \.account),
                "the account of tokens that name none; with --prune, the only one whose tokens go"),
            .yes(\.isAgreed),
        ],
        notes: [
            """
            FILE is JSON; - is standard input. It names tokens with their scopes, either a lifetime or an \
            expiry date, and what lockstep set can say of them: \
            {"version": 1, "tokens": [{"label": "ci", "scopes": ["linodes:rw"], "lifetime": "90d"}]}. \
            Docs/Apply.md describes it, and lockstep list --specs writes it.
            """,
            """
            A token whose scopes or expiry differ, or that lives longer than its lifetime, is rotated. Run \
            again, also after an interruption, it does only what is still to do. With --prune, tokens are \
            revoked last, only once all else is done, and only after you have agreed.
            """,
        ],
        examples: [
            "lockstep apply tokens.json --dry-run", "lockstep apply tokens.json --prune --yes",
            "lockstep apply tokens.json --dry-run --exit-code", "lockstep list --specs >tokens.json",
        ])

    func run(_ context: Context) throws(Problem) {
        guard isRehearsal || !exitsByDifference else {
            throw .usage("--exit-code says whether there is something to do: give it with --dry-run.")
        }
        try Applying(context: context, options: self).run(context.options.operands[0])
    }
}
