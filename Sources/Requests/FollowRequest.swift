package import Lifecycle
package import Secrets

/// What comes in the log, for as long as somebody listens: entries about each second, often none.
package struct FollowRequest: StreamedRequest {
    package typealias Answer = Done
    package typealias Part = [AuditEntry]
    package static let kind = RequestKind.follow
    package static let isLive = true
    /// Which entries, and how many of the old ones come first: all that fit where a number or a time is named, else none.
    package let entries: AuditRequest
    /// Asks for what fits from now on.
    package init(_ entries: AuditRequest) { self.entries = entries }
    /// Writes which entries.
    package func encode(to writer: inout Writer) { writer.value(entries) }
    /// Reads which entries.
    package init(from reader: inout Reader) throws(SecretsError) { entries = try reader.value() }
}
