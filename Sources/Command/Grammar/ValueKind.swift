/// What the value of a flag or an operand is: help and manual pages show its name, and shells complete it.
struct ValueKind: Hashable, Sendable, ExpressibleByStringLiteral {
    /// What a shell can offer for it.
    enum Offer: Hashable, Sendable {
        case nothing
        case labels, accounts, scopes, events, tags, files
        /// `NAME=`, and a label.
        case assignment
        case words([String])
    }

    /// What help calls it, such as `FILE`.
    let name: String
    let offer: Offer

    private init(_ name: String, _ offer: Offer) { (self.name, self.offer) = (name, offer) }

    /// A value of which nothing can be offered.
    init(stringLiteral name: String) { self.init(name, .nothing) }

    static let label = ValueKind("LABEL", .labels)
    static let account = ValueKind("NAME", .accounts)
    static let scope = ValueKind("NAME:LEVEL", .scopes)
    /// Several, with commas between.
    static let scopes = ValueKind("SCOPES", .scopes)
    static let tag = ValueKind("TAG", .tags)
    static let event = ValueKind("EVENT", .events)
    static let file = ValueKind("FILE", .files)
    static let template = ValueKind("TEMPLATE", .files)
    static let program = ValueKind("PATH", .files)
    static let assignment = ValueKind("NAME=LABEL", .assignment)
    static let duration: ValueKind = "DURATION"
    static let systemKey = ValueKind("tpm2|host|host+tpm2", .words(["tpm2", "host", "host+tpm2"]))
    static let slotKind = ValueKind(
        "KIND",
        .words(["passphrase", "key-file", "two-factor", "recovery", "public-key", "shares", "system"]))
    static let derivation = ValueKind(
        "interactive|moderate|sensitive|TIME", .words(["interactive", "moderate", "sensitive"]))
    static let moment: ValueKind = "WHEN"
    static let number: ValueKind = "N"

    /// One of these words.
    static func words(_ words: String...) -> ValueKind {
        ValueKind(words.joined(separator: "|"), .words(words))
    }
}

/// What can stand behind a verb, besides flags.
enum Operands: Sendable {
    /// One of each kind, in this order.
    case places([ValueKind])
    /// Any number of one kind.
    case each(ValueKind)
    /// One of these words, and what belongs to it.
    case words(KeyValuePairs<String, [ValueKind]>)

    /// The kind of the next one.
    func next(after given: [String]) -> ValueKind? {
        switch self {
        case .places(let kinds): Operands.kind(given.count, of: kinds)
        case .each(let kind): kind
        case .words(let table):
            if let word = given.first {
                table.first { $0.key == word }.flatMap { Operands.kind(given.count - 1, of: $0.value) }
            } else {
                ValueKind.words(of: table.map(\.key))
            }
        }
    }

    private static func kind(_ place: Int, of kinds: [ValueKind]) -> ValueKind? {
        kinds.indices.contains(place) ? kinds[place] : nil
    }
}

extension ValueKind {
    static func words(of words: [String]) -> ValueKind {
        ValueKind(words.joined(separator: "|"), .words(words))
    }
}
