internal import Lifecycle
internal import Requests

extension Policy {
    /// What is decided, for people. Where nothing renews by itself, neither does an overlap matter.
    func facts(due: Instant?, now: Instant) -> [Fact] {
        let renews = lifetime == nil ? "" : renewal == .never ? "never" : due.map { words(of: $0, now) } ?? ""
        let kept = CalendarDuration(seconds: Int64(overlap)).text
        return [
            Fact("lifetime", lifetime?.text ?? ""),
            Fact("renews", renews.isEmpty && lifetime != nil ? "at \(part) of its lifetime" : renews),
            Fact("overlap", lifetime == nil && overlap == Policy.usualOverlap ? "" : kept),
            Fact("owner", owner), Fact("purpose", purpose),
            Fact("tags", tags.joined(separator: " "), breaksNames: true),
        ]
    }

    private func words(of due: Instant, _ now: Instant) -> String {
        let moment = Expiry.at(due)
        return "\(Times.words(moment, now: now)), at \(part) of its lifetime"
    }

    private var part: String { renewal == .twoThirds ? "two thirds" : renewal.words }
}
