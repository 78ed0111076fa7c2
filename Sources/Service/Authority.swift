package import Lifecycle

/// What decides whether a request may change tokens, besides what it is about.
package struct Authority: Hashable, Sendable {
    /// What rules look at of whoever asks.
    package var facts: CallerFacts
    /// Whether it has shown, with this very request, what unlocks the vault.
    package var isProven: Bool
    /// How long ago each change of the last hour was asked for without that, in milliseconds: `ChangeWindow.ages`.
    package var recent: [Int64]

    /// Joins them.
    package init(_ facts: CallerFacts, isProven: Bool, recent: [Int64] = []) {
        (self.facts, self.isProven, self.recent) = (facts, isProven, recent)
    }
}

/// What a request changes, as far as it matters to whether it may.
package struct ChangeScope: Hashable, Sendable {
    /// The tokens, whose own rules count.
    package var tokens: [TokenRules] = []
    /// What comes into the vault: it is created or adopted.
    package var sealed: Sealed?
    /// How long each token of a label will live from now on.
    package var lifetime: CalendarDuration?
    /// Whether it is one of those of which there may be so many an hour; what `sync` finishes was asked for before.
    package var isCounted = true

    /// A token's label and its rules.
    package struct TokenRules: Hashable, Sendable {
        let label: Label
        let rules: [Grant]

        /// Joins them.
        package init(_ label: Label, _ rules: [Grant]) { (self.label, self.rules) = (label, rules) }
    }

    /// A token that the vault does not have yet.
    package struct Sealed: Hashable, Sendable {
        let scopes: Scopes
        let expiry: Expiry

        /// Joins them.
        package init(_ scopes: Scopes, until expiry: Expiry) { (self.scopes, self.expiry) = (scopes, expiry) }
    }

    /// A change that is of no token of the vault, where nothing else is said: `sync`.
    package init(
        of tokens: [TokenRules] = [], sealing sealed: Sealed? = nil, lifetime: CalendarDuration? = nil,
        isCounted: Bool = true
    ) {
        (self.tokens, self.sealed, self.lifetime, self.isCounted) = (tokens, sealed, lifetime, isCounted)
    }
}
