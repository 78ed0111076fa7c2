package import Lifecycle
internal import Secrets

// Receipts: bytes are hexadecimal digits.

extension Receipt {
    /// The part that is signed, and by whom.
    func json(key: [UInt8]) -> JSON {
        .object([
            ("statement", .text(Hex.text(statement))), ("signature", .text(Hex.text(signature))),
            ("key", .text(Hex.text(key))),
        ])
    }
}

extension ReceiptView {
    /// A receipt, and what it states.
    package var json: JSON {
        .answer(
            [
                ("label", .text(record.label.text)), ("id", .id(record.token.id)),
                ("purged", .moment(record.purged)), ("receipt", receipt.json(key: key)),
            ] + stated.members)
    }
}

extension ReceiptStatement {
    /// What a receipt states that was proven without a vault.
    package func proven(by key: [UInt8]) -> JSON {
        .answer(
            [("verified", true), ("label", .text(label.text)), ("id", .id(token))] + members
                + [("key", .text(Hex.text(key)))])
    }

    /// What it states beside label and id. Version 1 of the statement does not say where.
    fileprivate var members: [(String, JSON)] {
        [
            ("vault", .text(Hex.text(vault))), ("generation", .count(generation)),
            ("deletion", .text(proof.deletion.word)), ("refused", .moment(proof.refused)),
            ("provider", .optional(place?.provider)), ("address", .optional(place?.address?.text)),
            ("account", .optional(place?.account)), ("prefix", .optional(place?.prefix)),
        ]
    }
}

extension Proof.Deletion {
    fileprivate var word: String {
        switch self {
        case .deleted: "deleted"
        case .absent: "absent"
        case .unasked: "unasked"
        }
    }
}

extension JSON {
    /// The public half of the key that signs a vault's receipts.
    package static func key(_ key: [UInt8]) -> JSON { .answer([("key", .text(Hex.text(key)))]) }
}
