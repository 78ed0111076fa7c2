internal import Lifecycle

/// Drops records without revoking their tokens, and says what that leaves alive.
struct ForgetVerb {
    let context: Context

    func run() throws(Problem) {
        let options = context.options
        guard !options.operands.isEmpty, !options.all, !options.expired, options.matching.isEmpty else {
            throw .usage("--forget takes the labels one by one.", hint: "Nothing was forgotten.")
        }
        let ledger = try context.ledger()
        let records = try context.choose(from: ledger)
        try confirm(records)
        let driver = Driver(ledger: ledger, provider: context.provider, clock: context.tools.clock)
        for record in records { try forget(record, driver) }
        if options.json {
            try context.console.print(.object([("version", 1), ("tokens", .array(records.map(row)))]))
        }
    }

    private func confirm(_ records: [Record]) throws(Problem) {
        guard !context.options.yes else { return }
        for record in records {
            let words = TokenRow.words(record.token.scopes)
            let expiry = Times.words(record.token.expiry, now: context.now)
            context.console.note(
                "  \(record.label.text)  (id \(record.token.id), \(words), expires \(expiry))")
        }
        context.console.note("They are NOT revoked by this: at the provider they live on until they expire.")
        guard try context.terminal.confirms("Wipe them from the vault for good?", otherwise: "Give --yes.")
        else {
            throw Problem(.unexpected, .declined, "Nothing was forgotten.")
        }
    }

    private func forget(_ record: Record, _ driver: Driver) throws(Problem) {
        let subject = context.subject(record.id, record.account, record.label)
        let forgetting = Forgetting(subject, token: record.token.id, generation: record.generation)
        if let problem = driver.forget(forgetting).problem(at: nil) { throw problem }
        guard !context.options.json else { return }
        context.console.note(
            "Forgot \(Printable.quoted(record.label.text)) (id \(record.token.id)). It was not revoked and may live on."
        )
    }

    private func row(_ record: Record) -> JSON {
        .object([
            ("label", .text(record.label.text)), ("id", .id(record.token.id)), ("forgotten", true),
            ("revoked", false),
        ])
    }
}
