internal import Lifecycle
internal import Secrets

/// A receipt as scripts see it: hexadecimal digits.
enum ReceiptRow {
    static func json(_ receipt: Receipt, key: [UInt8]) -> JSON {
        .object([
            ("statement", .text(Hex.text(receipt.statement))),
            ("signature", .text(Hex.text(receipt.signature))),
            ("key", .text(Hex.text(key))),
        ])
    }
}
