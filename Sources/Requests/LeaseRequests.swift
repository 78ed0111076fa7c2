package import Lifecycle
package import Secrets

// A token for one run: it is made for a process that holds it, and revoked when that process says that the run is over, or has ended.

/// A token to be created and sealed for one run.
package struct MintRequest: Request, Hashable {
    package typealias Answer = TokenView
    package static let kind = RequestKind.mint
    /// How long it lives where nothing was said.
    package static let usualExpiry = "1h"
    /// The token; it always expires.
    package let token: CreateRequest
    /// The process that it is for.
    package let holder: LeaseHolder

    /// Asks for a token of that process.
    package init(_ token: CreateRequest, for holder: LeaseHolder) {
        (self.token, self.holder) = (token, holder)
    }

    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.value(token)
        writer.value(holder)
    }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), for: try reader.value())
    }
}

/// The run that a token was made for is over: it is revoked.
package struct EndLeaseRequest: Request, Hashable {
    package typealias Answer = Done
    package static let kind = RequestKind.endLease
    /// The token's record.
    package let record: RecordID
    /// The number of its holder, which nobody else can name.
    package let number: UInt64

    /// Ends the lease of a record.
    package init(_ record: RecordID, of holder: LeaseHolder) {
        (self.record, number) = (record, holder.number)
    }

    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.value(record)
        writer.number(number)
    }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        (record, number) = (try reader.value(), try reader.number())
    }
}
