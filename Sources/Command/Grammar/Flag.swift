/// A flag: its names, what it means, and where in some options it is kept.
struct Flag<Root>: Sendable {
    enum Kind: Sendable {
        case toggle(any (WritableKeyPath<Root, Bool> & Sendable))
        case value(ValueKind, any (WritableKeyPath<Root, String?> & Sendable))
        /// A word that may be left out: `--name` says the first, `--name=WORD` another.
        case choice([String], any (WritableKeyPath<Root, String?> & Sendable))
        case list(ValueKind, any (WritableKeyPath<Root, [String]> & Sendable))
    }

    let long: String
    let short: Character?
    let kind: Kind
    let help: String

    init(_ long: String, _ short: Character? = nil, _ kind: Kind, _ help: String) {
        (self.long, self.short, self.kind, self.help) = (long, short, kind, help)
    }

    /// What its value is.
    var value: ValueKind? {
        switch kind {
        case .toggle, .choice: nil
        case .value(let kind, _), .list(let kind, _): kind
        }
    }

    /// What people read of it.
    var words: FlagWords {
        var words = FlagWords(long: long, short: short, kind: value, help: help)
        switch kind {
        case .list: words.isRepeatable = true
        case .choice(let choices, _): words.choices = choices
        case .toggle, .value: break
        }
        return words
    }
}

/// What people read of a flag.
struct FlagWords: Sendable {
    let long: String
    let short: Character?
    /// What its value is; `nil` where it needs none.
    let kind: ValueKind?
    let help: String
    var isRepeatable = false
    /// The words that may stand behind an equals sign, where none has to.
    var choices: [String] = []

    /// The name of its value, such as `FILE`.
    var value: String? { kind?.name }

    /// Whether this is its name, with the hyphens.
    func isCalled(_ name: String) -> Bool { "--\(long)" == name || short.map { "-\($0)" } == name }
}

extension FlagWords {
    /// What may stand behind an equals sign, where nothing has to.
    var choiceKind: ValueKind? { choices.isEmpty ? nil : .words(of: choices) }
}
