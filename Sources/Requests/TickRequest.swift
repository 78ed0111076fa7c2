package import Secrets

/// What is due by the vault's policies is done, as a timer has it done.
package struct TickRequest: Request, Hashable {
    package typealias Answer = TickResult
    package static let kind = RequestKind.tick
    /// Whether both sides are compared even where nothing is due.
    package let isFull: Bool
    /// Whether somebody is told of what expires soon, who is told of each but once.
    package let warns: Bool
    /// Describes what is asked for.
    package init(isFull: Bool = true, warns: Bool = false) { (self.isFull, self.warns) = (isFull, warns) }
    /// Writes both.
    package func encode(to writer: inout Writer) { writer.fields(isFull, warns) }
    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        (isFull, warns) = (try reader.value(), try reader.value())
    }
}

/// What was due, and what became of it.
package struct TickResult: Hashable, Sendable {
    /// What was finished, revoked and compared; `nil` where nothing of that was due.
    package let sync: SyncResult?
    /// The tokens that were due for renewal.
    package let rotated: [Rotated]
    /// How many more are due, and left to the next time: their last attempt failed, or there are too many at once.
    package let left: Int
    /// How many seconds this machine's clock is behind the provider's, negative where it is ahead; 0 where they agree, or where the
    /// provider does not say.
    package let behind: Int64
    /// What expires soon, and was not told before.
    package var warnings: [ExpiryWarning] = []
    /// Why nothing else was done, where there are warnings all the same.
    package var failure: Failure?

    /// Joins them.
    package init(sync: SyncResult?, rotated: [Rotated], left: Int, behind: Int64) {
        (self.sync, self.rotated, self.left, self.behind) = (sync, rotated, left, behind)
    }
}

extension TickResult: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(sync, rotated, left, behind, warnings)
        writer.value(failure)
    }

    /// Reads what became of what was due.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            sync: try reader.value(), rotated: try reader.value(), left: try reader.value(),
            behind: try reader.value())
        (warnings, failure) = (try reader.value(), try reader.value())
    }
}
