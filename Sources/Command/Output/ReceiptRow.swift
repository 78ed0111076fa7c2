internal import Lifecycle
internal import Secrets

/// A receipt as people see it.
enum ReceiptRow {
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

    private static func words(_ deletion: Proof.Deletion) -> String {
        switch deletion {
        case .deleted: "the provider deleted it"
        case .absent: "the provider did not have it any more"
        case .unasked: "not asked for: it was found dead"
        }
    }
}
