internal import Lifecycle
internal import Service

/// Which entries of the audit log are shown, and how many.
struct AuditFilter {
    private let labels: Set<String>
    private let events: Set<String>
    private let since: Instant?
    /// The most that are shown; `nil` for all.
    let limit: Int?

    /// How many are shown where nobody says.
    static let usual = 100

    static let flags = [
        Flag("limit", "n", .value("N", \.limit), "the newest N that fit (\(usual)); 0 for all"),
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
        since = try options.since.map { text throws(Problem) in try Times.past(text, now: now) }
        limit = try AuditFilter.limit(options.limit)
    }

    private static func limit(_ text: String?) throws(Problem) -> Int? {
        guard let text else { return usual }
        guard let number = Int(text), (0...1_000_000_000).contains(number) else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid number of entries.",
                hint: "Write how many, or 0 for all.")
        }
        return number == 0 ? nil : number
    }

    func lets(_ entry: AuditEntry) -> Bool {
        (labels.isEmpty || labels.contains(entry.label))
            && (events.isEmpty || events.contains(entry.event.name)) && isRecent(entry)
    }

    /// Whether it is not older than what is asked for.
    func isRecent(_ entry: AuditEntry) -> Bool { since.map { entry.time >= $0 } ?? true }

    /// Whether nothing that is asked for comes before it. Clocks are set back now and then: by no more than a day.
    func isPast(_ entry: AuditEntry) -> Bool {
        since.map { entry.time < $0.advanced(by: -86_400) } ?? false
    }
}

extension Times {
    /// Reads a moment in the past: `7d` ago, a date, or a moment.
    static func past(_ text: String, now: Instant) throws(Problem) -> Instant {
        if let moment = Instant(text) { return moment }
        guard let ago = TimeGrammar.duration(text) else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid time.",
                hint: "Write 7d, 12h, 6mo, or 2026-11-01.")
        }
        return now.adding(months: -ago.months).advanced(by: -ago.seconds)
    }
}
