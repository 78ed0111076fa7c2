package import Lifecycle
package import Requests

/// Which entries of the audit log are shown, and how many.
package struct AuditFilter: Hashable, Sendable {
    private let labels: Set<String>
    private let events: Set<String>
    private let since: Instant?
    /// The most that are shown; `nil` for all.
    let limit: Int?

    /// Reads a request; throws `unusable` for an event that there is none of, and for a time or number that is none.
    package init(_ request: AuditRequest, now: Instant) throws(Failure) {
        (labels, events) = (Set(request.labels), Set(request.events))
        let known = AuditEntry.Event.allCases.map(\.name)
        if let other = request.events.first(where: { !known.contains($0) }) { throw .unusable(.event(other)) }
        since = try request.since.map { text throws(Failure) in try TimeGrammar.past(text, now: now) }
        limit = try AuditFilter.limit(request.limit)
    }

    private static func limit(_ text: String?) throws(Failure) -> Int? {
        guard let text else { return AuditRequest.usual }
        guard let number = Int(text), (0...1_000_000_000).contains(number) else {
            throw .unusable(.limit(text))
        }
        return number == 0 ? nil : number
    }

    /// Whether an entry is shown, as far as it is the entry that decides.
    package func lets(_ entry: AuditEntry) -> Bool {
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
