internal import Lifecycle
internal import Requests
internal import Service

/// Drops records without revoking their tokens, and says what that leaves alive.
struct ForgetVerb {
    let context: Context

    func run() throws(Problem) {
        let options = context.options
        guard !options.operands.isEmpty, !options.all, !options.expired, options.matching.isEmpty else {
            throw .usage("--forget takes the labels one by one.", hint: "Nothing was forgotten.")
        }
        let labels = try options.operands.map { text throws(Problem) in try Context.label(text) }
        let plan = try context.ask(ForgetRequest(labels, account: options.account))
        let records = plan.plan.tokens.map(\.record)
        try confirm(records)
        _ = try context.ask(plan)
        if options.json { try context.console.print(.forgotten(records)) }
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
}
