internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service

extension Verbs {
    static let rename = Verb(
        name: "rename", aliases: ["mv"], summary: "rename a token, at the provider and in the vault",
        operands: "OLD NEW", count: 2...2, examples: ["lockstep rename ci ci-main"]
    ) { context throws(Problem) in
        let (old, new) = (try context.label(0), try context.label(1))
        let view = try context.ask(RenameRequest(old, to: new))
        try context.tell("Renamed \(Printable.quoted(old.text)) to \(Printable.quoted(new.text)).", view)
    }

    static let adopt = Verb(
        name: "adopt", summary: "seal a token that was made elsewhere", operands: "LABEL", count: 1...1,
        flags: [
            .id, .prefix,
            Flag(
                "token-stdin", nil, .toggle(\.tokenStdin),
                "read the token from standard input, also from a terminal"),
            .account,
        ],
        notes: [
            """
            The token string is read from standard input, or asked for without echo where that is a terminal; without \
            --id and --prefix its own first characters say which token it is. It is sealed once the provider has shown that it belongs to the token; the token gets LABEL there too.
            """
        ],
        examples: ["lockstep adopt terraform --id 1234 < old-token.txt"]
    ) { context throws(Problem) in try Adopting(context: context).run() }
}

extension Context {
    /// Says what became of a token, to people or to scripts.
    func tell(_ sentence: String, _ view: TokenView) throws(Problem) {
        guard options.json else { return console.note(sentence) }
        try console.print(view.json(wording, now: now, isAlone: true))
    }
}

/// Seals a token string that was made elsewhere.
private struct Adopting {
    let context: Context

    func run() throws(Problem) {
        let request = AdoptRequest(
            try context.label(0), try context.remoteName(), account: context.options.account)
        let plan = try context.ask(request)
        let fromStdin = context.options.tokenStdin || !System.isTerminal(0)
        let string = try context.tokenString("Token string", fromStdin: fromStdin)
        let adopted = try context.ask(plan, string)
        if let reason = adopted.keptLabel {
            context.console.warn(
                Warning(.oldLabel, "it keeps its label at the provider. \(Problem(reason).message)"))
        }
        let record = adopted.token.record
        try context.tell(
            "Sealed \(Printable.quoted(record.label.text)) (id \(record.token.id)).", adopted.token)
    }
}
