package import Lifecycle

/// Which tokens of the vault a request is about: those whose labels are named, or all, and of these only what fits every filter.
package struct TokenSelection: Hashable, Sendable {
    /// Named labels; none for all tokens.
    package var labels: [Label]
    /// Whether all tokens were asked for, and not merely none was named.
    package var isAll: Bool
    /// Patterns (fnmatch(3)), one of which the label has to fit; none for any.
    package var patterns: [String]
    /// Only tokens whose expiry has passed.
    package var isExpired: Bool
    /// Only tokens that expire within this time, as a person writes it, or have expired; `nil` for any.
    package var expiring: String?
    /// Only this generation of the labels that are named; `nil` for what the request is about.
    package var generation: UInt32?
    /// Only tokens of the account of this name; `nil` for any.
    package var account: String?

    /// Describes a selection; a label that is named twice counts once.
    package init(
        labels: [Label], isAll: Bool = false, patterns: [String] = [], isExpired: Bool = false,
        expiring: String? = nil, generation: UInt32? = nil, account: String? = nil
    ) {
        self.labels = []
        (self.isAll, self.patterns, self.isExpired, self.account) = (isAll, patterns, isExpired, account)
        (self.expiring, self.generation) = (expiring, generation)
        for label in labels where !self.labels.contains(label) { self.labels.append(label) }
    }

    /// Whether nothing was named and nothing narrows: that is no wish for all tokens.
    package var isEmpty: Bool {
        labels.isEmpty && !isAll && patterns.isEmpty && !isExpired && expiring == nil
    }
}
