package import Lifecycle
package import Secrets

/// A token, or an account's provisioning token, that expires within so many days; 0 for one that has.
package struct ExpiryWarning: Hashable, Sendable {
    /// How many days before it expires there is something to tell, the last first.
    package static let thresholds: [Int64] = [0, 3, TokenFlag.usualDays]

    /// The token's label; `nil` for an account's provisioning token.
    package let label: Label?
    /// The account's name.
    package let account: String
    /// The provider's id.
    package let id: TokenID?
    /// When it expires.
    package let expiry: Instant
    /// The threshold.
    package let days: Int64

    /// Describes one.
    package init(_ label: Label?, account: String, id: TokenID?, expiry: Instant, days: Int64) {
        (self.label, self.account, self.id) = (label, account, id)
        (self.expiry, self.days) = (expiry, days)
    }

    /// The last threshold that a moment has passed; `nil` where it is further away than all.
    package static func threshold(of expiry: Instant, at now: Instant) -> Int64? {
        thresholds.first { expiry <= now.advanced(by: $0 * 86_400) }
    }
}

extension ExpiryWarning: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(label, account, id, expiry)
        writer.number(days)
    }

    /// Reads a warning.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.value(), account: try reader.value(), id: try reader.value(),
            expiry: try reader.value(), days: try reader.number())
    }
}
