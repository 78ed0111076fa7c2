package import Lifecycle

/// The scopes that a provider knows, and how people write them.
package struct ScopeCatalog: Sendable {
    /// One scope.
    package struct Entry: Sendable {
        /// The name in requests.
        package let name: String
        /// What it reaches, in the words of the provider's page.
        package let title: String
        /// Whether it can be asked for with `read_only`.
        package let hasReadOnly: Bool

        /// Describes a scope.
        package init(name: String, title: String, hasReadOnly: Bool) {
            (self.name, self.title, self.hasReadOnly) = (name, title, hasReadOnly)
        }
    }

    /// Why a scope was refused.
    package enum Problem: Error, Hashable, Sendable {
        /// No such scope; the nearest one, when there is one near.
        case unknownScope(String, nearest: String?)
        /// No such level.
        case unknownLevel(String)
        /// The scope exists, but not with `read_only`.
        case noReadOnly(String)
        /// Not of the form `NAME:LEVEL`.
        case form(String)
    }

    /// In the order of the provider's own page.
    package let entries: [Entry]

    /// Takes the scopes that there are.
    package init(_ entries: [Entry]) { self.entries = entries }

    /// Reads what a person typed, such as `linodes:rw` or `domains:read_only`; several may stand in one word. Those of `unknown`
    /// may be scopes that the catalogue does not have: the provider decides.
    package func scopes(_ words: [String], unknown: [String] = []) throws(Problem) -> Scopes {
        var named: [String: Scopes.Level] = [:]
        func take(_ name: String, _ level: Scopes.Level) { named[name] = max(level, named[name] ?? level) }
        for word in ScopeCatalog.split(words) {
            let (name, level) = try ScopeCatalog.parts(of: word)
            guard let entry = entries.first(where: { $0.name == name }) else {
                throw .unknownScope(name, nearest: Nearest.name(to: name, among: entries.map(\.name)))
            }
            guard level == .readWrite || entry.hasReadOnly else { throw .noReadOnly(name) }
            take(name, level)
        }
        for word in ScopeCatalog.split(unknown) {
            let (name, level) = try ScopeCatalog.parts(of: word)
            guard ScopeCatalog.isName(name) else { throw .form(word) }
            take(name, level)
        }
        guard !named.isEmpty else { throw .form(words.first ?? unknown.first ?? "") }
        return .only(named)
    }

    private static func split(_ words: [String]) -> [String] {
        words.flatMap { $0.split(whereSeparator: { $0 == " " || $0 == "," }) }.map(String.init)
    }

    private static func parts(of word: String) throws(Problem) -> (String, Scopes.Level) {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw .form(word) }
        guard ["ro", "rw", "read_only", "read_write"].contains(parts[1]), let level = Scopes.Level(parts[1])
        else { throw .unknownLevel(parts[1]) }
        return (parts[0], level)
    }

    /// Whether a text has the form of a scope's name: it goes into the request as it is.
    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            }
    }
}
