package import Secrets

/// That somebody was told of a token's expiry, so many days before it: so that nobody is told twice.
package struct ExpiryMark: Hashable, Sendable {
    /// The record, or the account.
    package let id: RecordID
    /// The expiry that was told.
    package let expiry: Instant
    /// How many days before.
    package let days: Int64

    /// Joins them.
    package init(_ id: RecordID, _ expiry: Instant, days: Int64) {
        (self.id, self.expiry, self.days) = (id, expiry, days)
    }
}

extension ExpiryMark: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        id.encode(to: &writer)
        expiry.encode(to: &writer)
        writer.number(days)
    }

    /// Reads a mark.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try RecordID(from: &reader), try Instant(from: &reader), days: try reader.number())
    }
}
