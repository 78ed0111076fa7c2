internal import Lifecycle

/// An operation that waits in the journal, as people and scripts see it.
struct PendingRow {
    let operation: any StateMachine
    let now: Instant
    /// The path of the vault.
    let vault: String

    private var setback: Setback? { operation.subject.setback }

    /// What holds it up; without a setback it is running in another process, or was stopped in the middle.
    private var problem: Problem {
        setback.map { Problem($0.reason).namingReaders(of: vault) }
            ?? Problem(.pending, .stopped, "Interrupted, or still running in another process.")
    }

    /// A sentence for people.
    var line: String {
        let name = operation.words
        let since = Times.relative(operation.subject.began, now: now)
        guard let setback else { return "\(name), begun \(since): \(problem.message)" }
        let tries = "tried \(setback.times == 1 ? "once" : "\(setback.times) times")"
        let next = setback.isDue(at: now) ? "now" : Times.relative(setback.due, now: now)
        return "\(name), begun \(since): \(problem.message) (\(tries); sync --due tries again \(next))"
    }

    /// An object for scripts.
    var json: JSON {
        .object([
            ("operation", .text(operation.name)), ("label", .text(operation.subject.label.text)),
            ("id", operation.unmanagedToken.map { .id($0) } ?? .null),
            ("began", .text(operation.subject.began.rfc3339)), ("reason", .text(problem.code.rawValue)),
            ("message", .text(problem.message)), ("tries", .number(Int64(setback?.times ?? 0))),
            ("last", .optional(setback?.time.rfc3339)), ("due", .optional(setback?.due.rfc3339)),
        ])
    }
}

extension StateMachine {
    /// What it does to what, for people: a token that has no record is told by its id, beside its account.
    var words: String {
        let label = Printable.quoted(subject.label.text)
        return unmanagedToken.map { "\(name) id \($0) of account \(label)" } ?? "\(name) \(label)"
    }
}

extension Context {
    /// Those that something is left to do for, oldest first.
    func pendingRows(_ ledger: any Ledger) throws(LedgerError) -> [PendingRow] {
        try ledger.operations().filter { $0.operation.waiting != .listing }.map {
            PendingRow(operation: $0.operation, now: now, vault: places.vault)
        }
    }

    /// Says on stderr what is pending, so that nobody overlooks it.
    func warn(of rows: [PendingRow]) {
        guard !rows.isEmpty, !options.json else { return }
        let count = rows.count == 1 ? "1 operation is" : "\(rows.count) operations are"
        console.note("PENDING: \(count) not finished; lockstep sync goes on with them.")
        for row in rows.prefix(20) { console.note("  \(row.line)") }
        if rows.count > 20 { console.note("  and \(rows.count - 20) more") }
    }
}
