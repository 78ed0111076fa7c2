package import Lifecycle

extension Policy {
    /// What is decided, in the words in which it can be set.
    package var json: JSON {
        .object([
            ("lifetime", .optional(lifetime?.text)), ("renew", .text(renewal.words)),
            ("overlap", .text(CalendarDuration(seconds: Int64(overlap)).text)), ("owner", .text(owner)),
            ("purpose", .text(purpose)), ("tags", .texts(tags)),
        ])
    }
}

extension PolicyView {
    /// What is decided for a label.
    package var json: JSON {
        .answer([
            ("label", .text(label.text)), ("token", .bool(record != nil)), ("policy", policy?.json ?? .null),
            ("renews", .moment(due)),
        ])
    }
}
