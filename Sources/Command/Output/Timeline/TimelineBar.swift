internal import Lifecycle
internal import Requests

/// A token on the timeline: from its creation to its expiry.
struct TimelineBar: Hashable {
    let label: String
    let generation: UInt32
    let state: Record.State
    /// When it was created; when its string was sealed, where the provider does not say.
    let from: Instant
    let isFromKnown: Bool
    /// When it expires, or its overlap is over; `nil` for never.
    let until: Instant?
    /// Whether its overlap is over then.
    let isOverlap: Bool
    /// When a policy wants it replaced; `nil` where none does.
    let due: Instant?

    init(_ item: borrowing TimelineItem) {
        let record = item.view.record
        (label, generation, state) = (record.label.text, record.generation, record.state)
        (from, isFromKnown) = (record.token.created ?? record.sealed, record.token.created != nil)
        (until, isOverlap, due) = (item.end, item.overlap != nil, item.due)
    }

    func isExpired(at now: Instant) -> Bool { until.map { $0 <= now } ?? false }

    /// What stands behind the bar.
    func note(now: Instant) -> String {
        if state != .active { return state.name }
        return until.map { Times.brief($0, now: now) } ?? "never"
    }

    func style(now: Instant) -> Style {
        if state != .active { return .faint }
        if isExpired(at: now) { return .bad }
        return until.map { TokenFlag.isNear(.at($0), now: now) } ?? false ? .warning : .plain
    }

    /// All of it in a sentence, for a screen reader.
    func sentence(now: Instant) -> String {
        let name = state == .active ? label : "\(label), generation \(generation)"
        let begin = isFromKnown ? "created" : "sealed"
        let verb = isOverlap ? "to be revoked" : isExpired(at: now) ? "expired" : "expires"
        let end = until.map { "\(verb) \(Times.words(.at($0), now: now))" }
        let due = due.map { ", renews \(Times.words(.at($0), now: now))" } ?? ""
        return "\(name): \(state.name), \(begin) \(Times.words(.at(from), now: now)), "
            + "\(end ?? "never expires")\(due)."
    }
}

extension ListRequest.Order {
    /// Whether a bar comes before another: what never expires comes last.
    func isBefore(_ left: TimelineBar, _ right: TimelineBar) -> Bool {
        let (one, other) = (moment(of: left), moment(of: right))
        if one != other { return one < other }
        return left.label == right.label ? left.generation < right.generation : left.label < right.label
    }

    private func moment(of bar: TimelineBar) -> Instant {
        switch self {
        case .label: Instant(seconds: 0)
        case .expiry: bar.until ?? Instant(seconds: .max)
        case .created: bar.from
        }
    }
}

/// The bars that are shown: the first in their order, of any number.
struct TimelineRows {
    private let order: ListRequest.Order
    /// The most; 0 for all.
    private let limit: Int
    private var kept: [TimelineBar] = []
    /// How many there are at all.
    private(set) var count = 0

    init(_ order: ListRequest.Order, limit: Int) { (self.order, self.limit) = (order, limit) }

    mutating func add(_ bar: TimelineBar) {
        kept.append(bar)
        count += 1
        if limit > 0, kept.count >= 2 * limit + 1000 { kept = sorted }
    }

    /// Those that are shown.
    var sorted: [TimelineBar] {
        let all = kept.sorted { order.isBefore($0, $1) }
        return limit > 0 ? Array(all.prefix(limit)) : all
    }
}
