package import Lifecycle

/// A receipt and what it states.
package struct ReceiptView: Hashable, Sendable {
    /// The tombstone that has it.
    package let record: Record
    /// The signed statement.
    package let receipt: Receipt
    /// The public half of the key that signed it.
    package let key: [UInt8]
    /// What it states.
    package let stated: ReceiptStatement

    /// Joins them.
    package init(_ record: Record, _ receipt: Receipt, key: [UInt8], _ stated: ReceiptStatement) {
        (self.record, self.receipt, self.key, self.stated) = (record, receipt, key, stated)
    }
}
