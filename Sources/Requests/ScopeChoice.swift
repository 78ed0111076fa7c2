/// A scope that a token can have at the provider.
package struct ScopeChoice: Hashable, Sendable {
    /// Its name, such as `linodes`.
    package let name: String
    /// What it reaches.
    package let title: String
    /// Its levels, in the provider's words.
    package let levels: [String]

    /// Joins them.
    package init(_ name: String, title: String, levels: [String]) {
        (self.name, self.title, self.levels) = (name, title, levels)
    }
}
