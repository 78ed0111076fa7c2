internal import Lifecycle
internal import Secrets

extension Verbs {
    static let rename = Verb(
        name: "rename", aliases: ["mv"], summary: "rename a token, at the provider and in the vault",
        operands: "OLD NEW", count: 2...2, examples: ["lockstep rename ci ci-main"]
    ) { context throws(Problem) in
        let (old, new) = (try context.label(0), try context.label(1))
        guard old != new else { throw .usage("This is its label already.") }
        let ledger = try context.ledger()
        let record = try context.record(old, in: ledger)
        let renaming = Renaming(
            context.subject(record.id, record.account, old), token: record.token.id, to: new)
        let ended = try context.driver(ledger, for: [record.account]).run(renaming)
        if case .failed(.ledger(let error)) = ended.outcome, error.code == .conflict {
            throw .inUse(new, error)
        }
        if let problem = ended.problem(at: context.account(record.account, in: ledger)) { throw problem }
        try context.tell(
            "Renamed \(Printable.quoted(old.text)) to \(Printable.quoted(new.text)).",
            try context.record(new, in: ledger),
            in: ledger)
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
    /// Says what became of a record, to people or to scripts.
    func tell(_ sentence: String, _ record: Record, in ledger: any Ledger) throws(Problem) {
        guard options.json else { return console.note(sentence) }
        let accounts = try vault { () throws(LedgerError) in try ledger.accounts() }
        try console.print(TokenRow.rows([record], accounts)[0].json(versioned: true, now: now))
    }
}

/// Seals a token string that was made elsewhere.
private struct Adopting {
    let context: Context

    func run() throws(Problem) {
        let label = try context.label(0)
        try context.checkRemoteToken()
        let ledger = try context.ledger()
        let account = try context.account(in: ledger)
        let named = try context.remoteToken(of: account, ledger)
        if let named { try refuseKnown(named, account, ledger) }
        let fromStdin = context.options.tokenStdin || !System.isTerminal(0)
        let string = try context.tokenString("Token string", fromStdin: fromStdin)
        let id: TokenID
        if let named {
            id = named
        } else {
            id = try context.remoteToken(beginning: string, of: account, ledger)
            try refuseKnown(id, account, ledger)
        }
        let adoption = Adoption(context.subject(RecordID(), account.id, label), token: id)
        let ended = try context.driver(ledger, for: [account.id]).run(adoption, string: string)
        switch ended.outcome {
        // A token that is sealed and works is kept, even when the provider did not take its new label.
        case .kept(let reason):
            context.console.warn(
                Warning(.oldLabel, "it keeps its label at the provider. \(Problem(reason).message)"))
        case .failed(.ledger(let error)) where error.code == .conflict: throw .inUse(label, error)
        case .done, .failed, .watching, .pending, .resting, .elsewhere, .endedElsewhere:
            if let problem = ended.problem(at: account) { throw problem }
        }
        try context.tell(
            "Sealed \(Printable.quoted(label.text)) (id \(id)).", try context.record(label, in: ledger),
            in: ledger)
    }

    private func refuseKnown(_ id: TokenID, _ account: Account, _ ledger: any Ledger) throws(Problem) {
        guard try !vault({ () throws(LedgerError) in try ledger.isCredential(id, seenBy: account) }) else {
            throw .usage("This is an account's provisioning token; it is in the vault already.")
        }
        if let record = try vault({ () throws(LedgerError) in try ledger.record(of: id, seenBy: account) }) {
            throw Problem(
                .conflict, .known, "The vault has this token, as \(Printable.quoted(record.label.text)).",
                safe: "Nothing was sealed.")
        }
    }
}
