package import Lifecycle
package import Requests

extension Service {
    /// The newest receipt under a label.
    package func receipt(of label: Label) throws(Failure) -> ReceiptView {
        let purged = try reading { () throws(LedgerError) in try vault.records() }.filter {
            $0.label == label && $0.receipt != nil
        }
        guard let newest = purged.max(by: { ($0.purged ?? $0.sealed) < ($1.purged ?? $1.sealed) }),
            let receipt = newest.receipt
        else { throw .noReceipt(label) }
        guard let key = vault.key(of: receipt), let stated = try? ReceiptStatement(reading: receipt.statement)
        else { throw .vault(LedgerError(.altered, .record)) }
        return ReceiptView(newest, receipt, key: key, stated)
    }
}
