internal import Agent
internal import Lifecycle

/// Drops records without revoking their tokens, and says what that leaves alive.
struct Forgetting {
    let context: Context

    func run() throws(Problem) {
        let options = context.options
        guard !options.operands.isEmpty, !options.all, !options.expired, options.matching.isEmpty else {
            throw .usage("--forget takes the labels one by one.", hint: "Nothing was forgotten.")
        }
        let ledger = try context.ledger()
        let records = try context.choose(from: ledger)
        try confirm(records)
        for record in records { try forget(record, ledger) }
        try vault { () throws(LedgerError) in try ledger.scrub() }
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
            throw Problem(.unexpected, "declined", "Nothing was forgotten.")
        }
    }

    /// Closes what the journal has of the record, then wipes it: a crash in between leaves it to be forgotten again.
    private func forget(_ record: Record, _ ledger: any Ledger) throws(Problem) {
        try vault { () throws(LedgerError) in
            for open in try ledger.operations() where open.operation.subject.record == record.id {
                guard try ledger.claim(open.id) else { throw LedgerError(.busy, "journal") }
                defer { ledger.release(open.id) }
                // A renaming holds the label that the record was to have.
                var changes: [Change] = []
                if case .renaming(let renaming) = open.operation {
                    changes = [.release(renaming.label, of: record.id)]
                }
                try ledger.commit(open.id, journal: nil, changes: changes, string: nil)
            }
            let entry = AuditEntry(
                .forgotten, time: context.now, label: record.label.text, token: record.token.id,
                generation: record.generation, caller: Callers.parent.caller)
            let changes: [Change] = [.forget(record.id, at: context.now), .note(entry)]
            try ledger.commit(OperationID(), journal: nil, changes: changes, string: nil)
        }
        guard !context.options.json else { return }
        context.console.note(
            "Forgot \(Printable.quoted(record.label.text)) (id \(record.token.id)). It was not revoked and may live on."
        )
    }

    private func row(_ record: Record) -> JSON {
        .object([
            ("label", .text(record.label.text)), ("id", .number(record.token.id)), ("forgotten", true),
            ("revoked", false),
        ])
    }
}
