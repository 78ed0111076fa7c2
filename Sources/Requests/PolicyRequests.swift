package import Lifecycle
package import Secrets

/// What is to be decided for a label, as a person writes it; `nil` for what stays as it is.
package struct PolicyWords: Hashable, Sendable {
    /// How long each generation lives: `90d`, or `none`.
    package var lifetime: String?
    /// When the next one is made: `66%`, `2/3`, or `never`.
    package var renewal: String?
    /// How long the old one is kept after a rotation: `1h`.
    package var overlap: String?
    /// Who answers for it; empty for nobody.
    package var owner: String?
    /// What it is for; empty for nothing.
    package var purpose: String?
    /// Tags that it gets.
    package var tags: [String] = []
    /// Tags that it loses.
    package var lost: [String] = []
    /// Whether all that was decided goes first.
    package var isCleared = false

    /// Changes nothing yet.
    package init() {}

    /// Whether nothing is to be decided.
    package var isEmpty: Bool { self == PolicyWords() }
}

/// What is decided for a label.
package struct PolicyRequest: LabelRequest {
    package typealias Answer = PolicyView
    package static let kind = RequestKind.policy
    package let label: Label
    package init(_ label: Label) { self.label = label }
}

/// Decides something for a label.
package struct PolicyChange: Request, Hashable {
    package typealias Answer = PolicyView
    package static let kind = RequestKind.decide
    /// The label.
    package let label: Label
    /// What is decided.
    package let words: PolicyWords
    /// Joins them.
    package init(_ label: Label, _ words: PolicyWords) { (self.label, self.words) = (label, words) }
    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.value(label)
        writer.value(words)
    }
    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        (label, words) = (try reader.value(), try reader.value())
    }
}

/// What is decided for a label, as it is shown.
package struct PolicyView: Hashable, Sendable {
    /// The label.
    package let label: Label
    /// The policy; `nil` where nothing is decided.
    package let policy: Policy?
    /// The token that has the label; `nil` where only the policy is left, of one that is revoked.
    package let record: Record?

    /// Joins them.
    package init(_ label: Label, _ policy: Policy?, of record: Record?) {
        (self.label, self.policy, self.record) = (label, policy, record)
    }

    /// When the present token is renewed; `nil` where it is not by itself, or where there is none.
    package var due: Instant? { record.flatMap { policy?.due($0) } }
}
