package import Lifecycle

/// How many of the tokens that were to be rotated are.
package struct RotatedCounts: Hashable, Sendable {
    /// Another token is handed out under the label.
    package let rotated: Int
    /// Something of it stands in the journal, where `sync` goes on.
    package let pending: Int
    /// Not begun, or given up: the old token stays.
    package let failed: Int

    /// Joins them.
    package init(rotated: Int, pending: Int, failed: Int) {
        (self.rotated, self.pending, self.failed) = (rotated, pending, failed)
    }
}

extension Rotated {
    fileprivate func json(_ reason: String?, _ wording: borrowing Wording, now: Instant) -> JSON {
        let (label, before) = (old.record.label, old.record)
        return .object([
            ("label", .text((new?.record.label ?? label).text)), ("rotated", .bool(new != nil)),
            ("token", new.map { $0.json(wording, now: now) } ?? .null),
            (
                "previous",
                .object([
                    ("id", .id(before.token.id)), ("generation", .count(before.generation)),
                    ("until", .moment(until)),
                    ("revoked", .bool(new != nil && until == nil && failure == nil)),
                ])
            ),
            ("reason", .optional(reason)),
        ])
    }
}

extension JSON {
    /// Tokens that were to be rotated: the new one under each label, and what becomes of the old one.
    package static func rotated(
        _ tokens: [Rotated], _ counts: RotatedCounts, _ wording: borrowing Wording, now: Instant
    ) -> JSON {
        let words = wording.failure
        var rows: [JSON] = []
        for token in tokens { rows.append(token.json(token.failure.map(words)?.code, wording, now: now)) }
        return .answer([
            ("tokens", .array(rows)), ("rotated", .count(counts.rotated)),
            ("pending", .count(counts.pending)),
            ("failed", .count(counts.failed)),
        ])
    }
}
