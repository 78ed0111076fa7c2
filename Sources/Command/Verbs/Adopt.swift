internal import Lifecycle
internal import Requests

/// Seals a token string that was made elsewhere.
struct AdoptOptions: VerbOptions {
    var id: String?
    var prefix: String?
    var isFromStdin = false
    var account: String?

    static let verb = Verb(
        Self.self, "adopt", summary: "seal a token that was made elsewhere", operands: "LABEL",
        .places(["LABEL"]), count: 1...1,
        flags: [
            .id(\.id), .prefix(\.prefix),
            Flag(
                "token-stdin", nil, .toggle(\.isFromStdin),
                "read the token from standard input, even from a terminal"),
            .account(\.account),
        ],
        notes: [
            """
            The token string is read from standard input, or prompted for without echo if that is a \
            terminal; without --id and --prefix, its own first characters say which token it is. It is \
            sealed once the provider has confirmed that it belongs to the token; the token gets LABEL there \
            too.
            """
        ],
        examples: ["lockstep adopt terraform --id 1234 < old-token.txt"])

    func run(_ context: Context) throws(Problem) {
        let name = try Context.remoteName(id: id, prefix: prefix)
        let plan = try context.ask(
            AdoptRequest(try context.label(0), name, account: account ?? context.settings[.account]))
        let string = try context.tokenString(
            "Token string", fromStdin: isFromStdin || !System.isTerminal(0))
        let adopted = try context.ask(plan, string)
        if let reason = adopted.keptLabel {
            context.console.warn(
                Warning(.oldLabel, "it keeps its label at the provider. \(Problem(reason).message)"))
        }
        try context.tell(Sentence.adopted(adopted.token.record), adopted.token)
    }
}
