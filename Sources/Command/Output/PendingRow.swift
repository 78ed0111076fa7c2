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
            ?? Problem(.pending, .stopped, words)
    }

    /// A rotation without a setback may have come to the end of its overlap, and nothing else.
    private var words: String {
        view.operation == Rotation.name
            ? "Its overlap is over and the old token is to be revoked; or it was interrupted, or is still running."
            : "Interrupted, or still running in another process."
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

    /// More than these are summed up.
    private static let most = 4

    /// A line each; of many those that wait for the same in one, with the first of them named.
    static func lines(_ rows: [PendingRow]) -> [String] {
        guard rows.count > most else { return rows.map(\.line) }
        var (order, groups): ([String], [String: [PendingRow]]) = ([], [:])
        for row in rows {
            let kind = "\(row.view.operation) \(row.problem.message)"
            if groups[kind] == nil { order.append(kind) }
            groups[kind, default: []].append(row)
        }
        return order.compactMap { groups[$0] }.map { same in
            guard same.count > 1, let first = same.first else { return same.map(\.line).joined() }
            return "\(first.view.words) and \(same.count - 1) more: \(first.problem.message)"
        }
    }
}

extension PendingView {
    /// What it does to what, for people: a token that has no record is told by its id, beside its account.
    var words: String {
        if operation == Rekeying.name { return "rekey of the vault" }
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
        console.tell(
            "PENDING: \(count) not finished; lockstep sync continues with \(pending.count == 1 ? "it" : "them")."
        )
        for line in PendingRow.lines(rows(of: pending)) { console.tell("  \(line)") }
    }
}
