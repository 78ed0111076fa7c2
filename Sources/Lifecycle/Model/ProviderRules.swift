/// What operations have to know of a provider's ways. Its profile says them.
package struct ProviderRules: Hashable, Sendable {
    /// Whether a token can be given another label. Where not, it keeps the one that it was made with, and a label is the vault's
    /// alone.
    package var canRename: Bool
    /// The provider may cut an expiry by less than so many seconds; it never adds to it.
    package var expiryStep: Int64
    /// For a scope that the provider lists as others: those that it stands for.
    package var expansions: [String: [String]]

    /// Describes a provider's ways; as it stands, those of one that keeps all as it was asked.
    package init(canRename: Bool = true, expiryStep: Int64 = 1, expansions: [String: [String]] = [:]) {
        (self.canRename, self.expiryStep, self.expansions) = (canRename, expiryStep, expansions)
    }

    /// Whether a token has the scopes that were asked for: those, no more and no less.
    package func agree(_ granted: Scopes, with asked: Scopes) -> Bool { expanded(granted) == expanded(asked) }

    /// Whether a token has the expiry that was asked for.
    package func agree(_ granted: Expiry, with asked: Expiry) -> Bool {
        switch (granted, asked) {
        case (.never, .never): true
        case (.at(let granted), .at(let wanted)):
            granted <= wanted && wanted.seconds - granted.seconds < expiryStep
        case (.never, .at), (.at, .never): false
        }
    }

    private func expanded(_ scopes: Scopes) -> Scopes {
        guard case .only(let named) = scopes, !expansions.isEmpty else { return scopes }
        var whole: [String: Scopes.Level] = [:]
        for (name, level) in named {
            for part in expansions[name] ?? [name] { whole[part] = max(level, whole[part] ?? level) }
        }
        return .only(whole)
    }
}
