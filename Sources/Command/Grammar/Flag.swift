/// A flag: its names, what it means, and where in some options it is kept.
struct Flag<Root>: Sendable {
    enum Kind: Sendable {
        case toggle(any (WritableKeyPath<Root, Bool> & Sendable))
        case value(String, any (WritableKeyPath<Root, String?> & Sendable))
        /// A value that may be left out: `--name` says the first text, `--name=VALUE` another.
        case choice(String, any (WritableKeyPath<Root, String?> & Sendable))
        case list(String, any (WritableKeyPath<Root, [String]> & Sendable))
    }

    let long: String
    let short: Character?
    let kind: Kind
    let help: String

    init(_ long: String, _ short: Character? = nil, _ kind: Kind, _ help: String) {
        (self.long, self.short, self.kind, self.help) = (long, short, kind, help)
    }

    /// The name of its value, such as `FILE`.
    var value: String? {
        switch kind {
        case .toggle, .choice: nil
        case .value(let name, _), .list(let name, _): name
        }
    }

    /// What people read of it.
    var words: FlagWords { FlagWords(long: long, short: short, value: value, help: help) }
}

/// What people read of a flag.
struct FlagWords: Sendable {
    let long: String
    let short: Character?
    /// The name of its value, such as `FILE`.
    let value: String?
    let help: String
}
