internal import Lifecycle
internal import Secrets

/// A receipt as people see it.
enum ReceiptRow {
    /// All that is stated, for people.
    static func facts(_ stated: ReceiptStatement, key: [UInt8]) -> Facts {
        let place = stated.place
        return Facts(
            [
                ("label", stated.label.text), ("id", stated.token.text), ("prefix", place?.prefix ?? ""),
                ("generation", String(stated.generation)), ("provider", place?.provider ?? "not stated"),
                ("address", place?.address?.text ?? "not stated"),
                ("account", place?.account ?? "not stated"),
                ("deletion", words(stated.proof.deletion)), ("refused", stated.proof.refused.local),
                ("vault", Hex.text(stated.vault)), ("key", Hex.text(key)),
            ].map { Fact($0, $1) })
    }

    private static func words(_ deletion: Proof.Deletion) -> String {
        switch deletion {
        case .deleted: "the provider deleted it"
        case .absent: "the provider no longer had it"
        case .unasked: "not requested: the token was already dead"
        }
    }
}
