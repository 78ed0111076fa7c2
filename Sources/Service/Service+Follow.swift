package import Lifecycle
package import Requests

extension FollowRequest: ServedStream {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { try entries.check(now: now) }
    /// Begins to listen.
    package func perform(by service: Service) throws(Failure) -> AnswerStream<Done, [AuditEntry]> {
        try service.follow(entries)
    }
}

extension Service {
    /// How often the log is looked at, in milliseconds.
    private static var pause: Int64 { 1000 }

    /// What comes in the log from now on, and before that what was asked for of the past.
    func follow(_ request: AuditRequest) throws(Failure) -> AnswerStream<Done, [AuditEntry]> {
        let filter = try AuditFilter(request, now: now)
        let follower = try reading { () throws(LedgerError) in try vault.followAudit() }
        var first: [AuditEntry]? =
            request.limit == nil && request.since == nil ? [] : try audit(filter).entries
        var shown: [AuditEntry: Int] = [:]
        return AnswerStream(Done()) { () throws(Failure) in
            if let past = first.take() {
                for entry in past { shown[entry, default: 0] += 1 }
                return past
            }
            guard !halts() else { return nil }
            let news = try reading { () throws(LedgerError) in try follower.news() }.filter(filter.lets)
            if news.isEmpty {
                vault.rest()
                clock.sleep(milliseconds: Service.pause)
            }
            // What came between the two first looks is in both.
            defer { shown = [:] }
            return news.filter { !Service.takes($0, from: &shown) }
        }
    }

    /// Whether an entry was shown; it is counted off.
    private static func takes(_ entry: AuditEntry, from shown: inout [AuditEntry: Int]) -> Bool {
        guard let count = shown[entry], count > 0 else { return false }
        shown[entry] = count - 1
        return true
    }
}
