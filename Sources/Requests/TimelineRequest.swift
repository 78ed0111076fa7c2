package import Lifecycle
package import Secrets

/// When tokens begin and end, in the order of a listing.
package struct TimelineRequest: StreamedRequest, Hashable {
    package typealias Answer = Done
    package typealias Part = TimelineItem
    package static let kind = RequestKind.timeline
    /// Which tokens.
    package let list: ListRequest
    /// Asks for those of a listing.
    package init(_ list: ListRequest) { self.list = list }
    /// Writes which tokens.
    package func encode(to writer: inout Writer) { writer.value(list) }
    /// Reads which tokens.
    package init(from reader: inout Reader) throws(SecretsError) { list = try reader.value() }
    /// Reads one of the tokens.
    package static func part(
        from reader: inout Reader, _ last: inout LastScopes
    ) throws(SecretsError) -> TimelineItem {
        TimelineItem(try TokenView(from: &reader, &last), overlap: try reader.value())
    }
}

/// A token of a timeline.
package struct TimelineItem: Hashable, Sendable {
    /// The token.
    package let view: TokenView
    /// When the overlap of an older generation ends, after which it is revoked; `nil` where that is not known.
    package let overlap: Instant?

    /// Joins them.
    package init(_ view: consuming TokenView, overlap: Instant? = nil) {
        (self.view, self.overlap) = (view, overlap)
    }

    /// When a policy wants it replaced; `nil` where none does.
    package var due: Instant? { view.record.policy?.due(view.record) }

    /// When it ceases to be valid, as far as that is known: `nil` for never.
    package var end: Instant? {
        guard let overlap else { return view.record.token.expiry.moment }
        return view.record.token.expiry.moment.map { min($0, overlap) } ?? overlap
    }
}

extension TimelineItem: Coded {
    /// Writes both.
    package func encode(to writer: inout Writer) { writer.fields(view, overlap) }
    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), overlap: try reader.value())
    }
}
