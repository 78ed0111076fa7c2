/// The scopes that Linode knows, in the order of its own page, and how people write them (linode-facts, 2.1).
package enum ScopeCatalog {
    /// One scope.
    package struct Entry: Sendable {
        /// The name in requests.
        package let name: String
        /// What it reaches, in the words of the provider's page.
        package let title: String
        /// Whether it can be asked for with `read_only`.
        package let hasReadOnly: Bool
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

    /// All seventeen.
    package static let entries: [Entry] = [
        ("account", "Account"), ("child_account", "Child Account Access"), ("databases", "Databases"),
        ("domains", "Domains"), ("events", "Events"), ("firewall", "Firewalls"), ("images", "Images"),
        ("ips", "IPs"), ("linodes", "Linodes"), ("lke", "Kubernetes"), ("longview", "Longview"),
        ("monitor", "Monitor"), ("nodebalancers", "NodeBalancers"), ("object_storage", "Object Storage"),
        ("stackscripts", "StackScripts"), ("volumes", "Volumes"), ("vpc", "VPCs"),
    ].map { Entry(name: $0.0, title: $0.1, hasReadOnly: $0.0 != "vpc") }

    /// Reads what a person typed, such as `linodes:rw` or `domains:read_only`; several may stand in one word.
    package static func scopes(_ words: [String]) throws(Problem) -> Scopes {
        var named: [String: Scopes.Level] = [:]
        for word in words.flatMap({ $0.split(whereSeparator: { $0 == " " || $0 == "," }) }).map(String.init) {
            let (name, level) = try scope(word)
            named[name] = max(level, named[name] ?? level)
        }
        return .only(named)
    }

    private static func scope(_ word: String) throws(Problem) -> (String, Scopes.Level) {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw .form(word) }
        guard let entry = entries.first(where: { $0.name == parts[0] }) else {
            throw .unknownScope(parts[0], nearest: Nearest.name(to: parts[0], among: entries.map(\.name)))
        }
        guard
            let level = ["ro", "rw", "read_only", "read_write"].contains(parts[1])
                ? Scopes.Level(parts[1]) : nil
        else { throw .unknownLevel(parts[1]) }
        guard level == .readWrite || entry.hasReadOnly else { throw .noReadOnly(entry.name) }
        return (entry.name, level)
    }
}

/// Finds the word that a misspelt one was meant to be.
package enum Nearest {
    /// The nearest candidate within a third of the word's length, by edit distance.
    package static func name(to word: String, among candidates: [String]) -> String? {
        let near = candidates.map { ($0, distance(Array(word), Array($0))) }.min { $0.1 < $1.1 }
        guard let near, near.1 <= max(1, word.count / 3) else { return nil }
        return near.0
    }

    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for other in right.indices {
                let above = row[other + 1]
                row[other + 1] = min(
                    above + 1, row[other] + 1, diagonal + (character == right[other] ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
