/// What a token may do at the provider.
package enum Scopes: Hashable, Sendable {
    /// Everything the account may (`*`).
    case all
    /// The named scopes; none at all is a token that can only ask who it is.
    case only([String: Level])

    /// How far a scope reaches; writing implies reading.
    package enum Level: UInt8, Hashable, Comparable, Sendable {
        /// Only looking.
        case readOnly = 1
        /// Looking and changing.
        case readWrite = 2

        /// The provider's word.
        package var name: String { self == .readOnly ? "read_only" : "read_write" }

        /// Reading is less than writing.
        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        /// Reads the provider's words, the short forms, and the levels of old tokens (linode-facts, 2.1).
        package init?(_ text: String) {
            switch text {
            case "ro", "read_only", "view": self = .readOnly
            case "rw", "read_write", "read-write", "create", "modify", "delete": self = .readWrite
            default: return nil
            }
        }
    }

    /// Reads scopes as the provider writes them: separated by spaces or commas, in any order, unknown names kept.
    package init(provider text: String) {
        var named: [String: Level] = [:]
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            if word == "*" {
                self = .all
                return
            }
            let parts = word.split(separator: ":", maxSplits: 1)
            guard let name = parts.first, parts.count == 2 else { continue }
            // A level nobody knows counts as the highest: never think less of a token than it can do.
            let level = Level(String(parts[1])) ?? .readWrite
            named[String(name)] = max(level, named[String(name)] ?? level)
        }
        self = .only(named)
    }

    /// The scopes as the provider takes them: sorted, separated by spaces; `*` for all, empty for none.
    package var text: String { list.joined(separator: " ") }

    /// The scopes one by one, sorted.
    package var list: [String] {
        switch self {
        case .all: ["*"]
        case .only(let named) where named.count < 2: named.map { $0.key + ":" + $0.value.name }
        case .only(let named): named.sorted { $0.key < $1.key }.map { $0.key + ":" + $0.value.name }
        }
    }

    /// The same as people write them: `linodes:rw`.
    package var brief: [String] {
        switch self {
        case .all: ["*"]
        case .only(let named):
            named.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value == .readOnly ? "ro" : "rw")" }
        }
    }

    /// Whether every scope of `other` is among these.
    package func covers(_ other: Scopes) -> Bool {
        switch (self, other) {
        case (.all, _): true
        case (.only, .all): false
        case (.only(let mine), .only(let theirs)):
            theirs.allSatisfy { name, level in mine[name].map { $0 >= level } ?? false }
        }
    }
}
