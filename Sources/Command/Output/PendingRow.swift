internal import Lifecycle
internal import Requests

/// An operation that waits in the journal, as people see it.
struct PendingRow {
    let view: PendingView
    let now: Instant
    /// The path of the vault.
    let vault: String

    private var setback: Setback? { view.setback }

    /// What holds it up; without a setback it is running in another process, or was stopped in the middle.
    var problem: Problem {
        setback.map { Problem($0.reason).namingReaders(of: vault) }
            ?? Problem(.pending, .stopped, "Interrupted, or still running in another process.")
    }

    /// A sentence for people.
    var line: String {
        let name = view.words
        let since = Times.relative(view.began, now: now)
        guard let setback else { return "\(name), begun \(since): \(problem.message)" }
        let tries = "tried \(setback.times == 1 ? "once" : "\(setback.times) times")"
        let next = setback.isDue(at: now) ? "now" : Times.relative(setback.due, now: now)
        return "\(name), begun \(since): \(problem.message) (\(tries); sync --due tries again \(next))"
    }

}

extension PendingView {
    /// What it does to what, for people: a token that has no record is told by its id, beside its account.
    var words: String {
        let label = Printable.quoted(label.text)
        return token.map { "\(operation) id \($0) of account \(label)" } ?? "\(operation) \(label)"
    }
}

extension Context {
    /// Operations as people see them.
    func rows(of pending: [PendingView]) -> [PendingRow] {
        pending.map { PendingRow(view: $0, now: now, vault: places.vault) }
    }

    /// Says on stderr what is pending, so that nobody overlooks it.
    func warn(of pending: [PendingView]) {
        guard !pending.isEmpty, !options.json else { return }
        let count = pending.count == 1 ? "1 operation is" : "\(pending.count) operations are"
        console.note("PENDING: \(count) not finished; lockstep sync goes on with them.")
        for row in rows(of: Array(pending.prefix(20))) { console.note("  \(row.line)") }
        if pending.count > 20 { console.note("  and \(pending.count - 20) more") }
    }
}
