package import Lifecycle

// When tokens begin and end, for scripts.

extension JSON {
    /// A timeline, with a place for its tokens.
    package static func timeline(at now: Instant) -> JSON {
        .answer([("time", .moment(now)), ("tokens", .array([.place]))])
    }
}

extension TimelineItem {
    /// A token of a timeline.
    package var json: JSON {
        let record = view.record
        return .object([
            ("label", .text(record.label.text)), ("account", .text(view.account)),
            ("generation", .count(record.generation)), ("state", .text(record.state.name)),
            ("created", .moment(record.token.created)), ("expires", .moment(record.token.expiry.moment)),
            ("renews", .moment(due)), ("overlapEnds", .moment(overlap)),
        ])
    }
}
