package import Secrets

/// When an agent locks by itself; what is `nil` stays as it was.
package struct LockTimes: Hashable, Sendable, Coded {
    /// After so many seconds without a hand-out; 0 for never.
    package var idle: UInt32?
    /// So many seconds after it was unlocked, however busy it is; 0 for never.
    package var max: UInt32?

    /// Names the times.
    package init(idle: UInt32? = nil, max: UInt32? = nil) { (self.idle, self.max) = (idle, max) }

    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.optional(idle) { $0.number($1) }
        writer.optional(max) { $0.number($1) }
    }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        idle = try reader.optional { (reader) throws(SecretsError) in try reader.number() }
        max = try reader.optional { (reader) throws(SecretsError) in try reader.number() }
    }
}
