package import Secrets

/// What would decide the same for several tokens. The plan is performed as one of `apply`.
package struct DecideRequest: Request, Hashable {
    package typealias Answer = ApplyPlan
    package static let kind = RequestKind.planDecision
    /// Which tokens.
    package let tokens: TokenSelection
    /// What is decided for each of them.
    package let words: PolicyWords
    /// Joins them.
    package init(_ tokens: TokenSelection, _ words: PolicyWords) {
        (self.tokens, self.words) = (tokens, words)
    }
    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.value(tokens)
        writer.value(words)
    }
    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        (tokens, words) = (try reader.value(), try reader.value())
    }
}
