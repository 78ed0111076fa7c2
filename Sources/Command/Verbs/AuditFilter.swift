internal import Lifecycle

/// Which entries of the audit log are shown; the whole log is verified all the same.
struct AuditFilter {
    private let labels: Set<String>
    private let events: Set<String>
    private let since: Instant?

    static let flags = [
        Flag(
            "label", nil, .list("LABEL", \.labels), "only what happened to this label or account; repeatable"),
        Flag(
            "event", nil, .list("EVENT", \.events), "only such events, as handed-out or denied; repeatable"),
        Flag("since", nil, .value("WHEN", \.since), "only from then on: 7d, or 2026-11-01"),
    ]

    /// Reads the flags; throws `usage` for an event that there is none of, and for a time that is none.
    init(_ options: Options, now: Instant) throws(Problem) {
        labels = Set(options.labels)
        events = Set(options.events)
        let known = AuditEntry.Event.allCases.map(\.name)
        if let other = events.first(where: { !known.contains($0) }) {
            let nearest = Guess.nearest(to: other, among: known)
            throw .usage(
                "There is no event \(Printable.quoted(other)).",
                hint: nearest.map { "Did you mean: \($0)" } ?? "Events: \(known.joined(separator: ", "))")
        }
        since = try options.since.map { text throws(Problem) in
            if let moment = Instant(text) { return moment }
            guard let ago = Times.duration(text) else {
                throw .usage(
                    "\(Printable.quoted(text)) is not a valid time.",
                    hint: "Write 7d, 12h, 6mo, or 2026-11-01.")
            }
            return now.adding(months: -ago.months).advanced(by: -ago.seconds)
        }
    }

    func lets(_ entry: AuditEntry) -> Bool {
        (labels.isEmpty || labels.contains(entry.label))
            && (events.isEmpty || events.contains(entry.event.name))
            && since.map { entry.time >= $0 } ?? true
    }
}

/// Who read a token, as the audit log has it.
struct Readings {
    let count: Int
    let last: AuditEntry?

    init(of record: Record, in entries: [AuditEntry]) {
        let readings = entries.filter {
            $0.event == .handedOut && $0.token == record.token.id && $0.generation == record.generation
        }
        (count, last) = (readings.count, readings.last)
    }

    /// For people: how often, when last, and by whom.
    func words(now: Instant) -> String {
        guard let last else { return "never" }
        let times = count == 1 ? "once" : "\(count) times"
        let caller = last.caller.map { " by \($0.executable) (process \($0.pid))" } ?? ""
        return "\(times), last \(Times.relative(last.time, now: now))\(caller)"
    }

    var json: JSON {
        .object([("count", .number(Int64(count))), ("last", last.map(AuditRow.json) ?? .null)])
    }
}
