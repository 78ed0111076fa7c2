internal import Lifecycle
internal import Requests
internal import Secrets

/// A receipt as people and scripts see it.
enum ReceiptRow {
    /// The signed bytes: hexadecimal digits.
    static func json(_ receipt: Receipt, key: [UInt8]) -> JSON {
        .object([
            ("statement", .text(Hex.text(receipt.statement))),
            ("signature", .text(Hex.text(receipt.signature))),
            ("key", .text(Hex.text(key))),
        ])
    }

    /// What it states beside label and id. Version 1 of the statement does not say where.
    static func stated(_ stated: ReceiptStatement) -> [(String, JSON)] {
        [
            ("vault", .text(Hex.text(stated.vault))), ("generation", .number(Int64(stated.generation))),
            ("deletion", .text(word(stated.proof.deletion))),
            ("refused", .text(stated.proof.refused.rfc3339)),
            ("provider", .optional(stated.place?.provider)),
            ("address", .optional(stated.place?.address?.text)),
            ("account", .optional(stated.place?.account)), ("prefix", .optional(stated.place?.prefix)),
        ]
    }

    /// A line for each thing stated, for people.
    static func lines(_ stated: ReceiptStatement, key: [UInt8]) -> String {
        let place = stated.place
        let lines = [
            ("label", stated.label.text), ("id", stated.token.text), ("prefix", place?.prefix ?? ""),
            ("generation", String(stated.generation)), ("provider", place?.provider ?? "not stated"),
            ("address", place?.address?.text ?? "not stated"), ("account", place?.account ?? "not stated"),
            ("deletion", words(stated.proof.deletion)), ("refused", stated.proof.refused.rfc3339),
            ("vault", Hex.text(stated.vault)), ("key", Hex.text(key)),
        ].filter { !$0.1.isEmpty }
        return lines.map { name, value in
            name + String(repeating: " ", count: 12 - name.count) + Printable.line(value) + "\n"
        }.joined()
    }

    private static func word(_ deletion: Proof.Deletion) -> String {
        switch deletion {
        case .deleted: "deleted"
        case .absent: "absent"
        case .unasked: "unasked"
        }
    }

    private static func words(_ deletion: Proof.Deletion) -> String {
        switch deletion {
        case .deleted: "the provider deleted it"
        case .absent: "the provider did not have it any more"
        case .unasked: "not asked for: it was found dead"
        }
    }
}
