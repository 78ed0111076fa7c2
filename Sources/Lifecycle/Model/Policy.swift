/// What is decided for the tokens of a label: how long each lives, when the next one is made, and what people say of them.
package struct Policy: Hashable, Sendable {
    /// How long each generation lives; `nil` where nothing is decided, and nothing renews by itself.
    package var lifetime: CalendarDuration?
    /// When the next generation is made.
    package var renewal = Renewal.twoThirds
    /// How many seconds the old generation is kept after a rotation.
    package var overlap = Policy.usualOverlap
    /// Who answers for it; empty where nobody is named.
    package var owner = ""
    /// What it is for; empty where nothing is said.
    package var purpose = ""
    /// Words to find it by, in their order, each once.
    package private(set) var tags: [String] = []
    /// Whether the policy stays when the label's last generation is revoked, for the next token of that name.
    package var isKept = false
    /// Fields of a later version: kept as they are.
    package var others = NumberedFields()

    /// When the next generation is made.
    package enum Renewal: Hashable, Sendable {
        /// When two thirds of the lifetime are over.
        case twoThirds
        /// When so many hundredths of the lifetime are over: 1 to 99.
        case percent(UInt8)
        /// Not by itself.
        case never
    }

    /// An hour.
    package static let usualOverlap: UInt32 = 3600
    /// The longest overlap: a year.
    package static let mostOverlap: UInt32 = 31_622_400
    /// The most characters of an owner, of a purpose and of a tag.
    package static let most = (owner: 100, purpose: 300, tag: 40)
    /// The most tags.
    package static let mostTags = 16
    /// The hundredths of a lifetime at which a generation can be renewed.
    package static let percents: ClosedRange<UInt8> = 1...99

    /// Decides nothing.
    package init() {}

    /// Whether it decides nothing: then there is no policy.
    package var isEmpty: Bool { self == Policy() || (self == Policy(isKept: true)) }

    private init(isKept: Bool) { self.isKept = isKept }

    /// Sets the tags: sorted, each once.
    package mutating func setTags(_ tags: some Sequence<String>) {
        self.tags = Set(tags).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether a text may be an owner or a purpose: so many visible characters, in one line.
    package static func isText(_ text: String, most: Int) -> Bool {
        text.utf8.count <= 4 * most && text.unicodeScalars.count <= most
            && text.unicodeScalars.allSatisfy(Label.isVisible)
    }

    /// Whether a text may be a tag: letters, digits and `-_.:/=@+`, beginning with a letter or digit.
    package static func isTag(_ text: String) -> Bool {
        func isWord(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
        return isText(text, most: most.tag) && text.unicodeScalars.first.map(isWord) ?? false
            && text.unicodeScalars.allSatisfy { isWord($0) || "-_.:/=@+".unicodeScalars.contains($0) }
    }
}
