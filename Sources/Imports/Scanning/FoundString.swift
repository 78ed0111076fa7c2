/// A place in another tool's text where a token string stands. The string itself stays where it was read: in guarded memory.
package struct FoundString: Hashable, Sendable {
    /// What it stands under: a profile, a variable, a member of an object, an entry.
    package let name: String
    /// The line that it stands in, from 1.
    package let line: Int
    /// Where it stands, in bytes.
    package let range: Range<Int>
    /// What is taken out with it: itself, or the whole line.
    package let taken: Range<Int>
    /// The host that its text names, to which it is sent; `nil` for the usual one.
    package var host: String?

    /// Joins all of it.
    package init(name: String, line: Int, range: Range<Int>, taken: Range<Int>, host: String? = nil) {
        (self.name, self.line, self.range, self.taken, self.host) = (name, line, range, taken, host)
    }
}

/// What stands where a token string should, and is none.
package struct OddValue: Hashable, Sendable {
    /// What it stands under.
    package let name: String
    /// The line, from 1.
    package let line: Int

    /// Joins both.
    package init(name: String, line: Int) { (self.name, self.line) = (name, line) }
}

/// All that was found in a text, in its order.
package struct Findings: Hashable, Sendable {
    /// Token strings.
    package internal(set) var strings: [FoundString] = []
    /// What is none.
    package internal(set) var odd: [OddValue] = []

    /// Nothing yet.
    package init() {}
}

/// What is looked for, which the provider's profile knows.
package struct SoughtNames: Sendable {
    /// The names that tools read a token from.
    package let names: Set<String>
    /// How many lower-case hexadecimal digits a token string has; `nil` for any visible characters. Whatever else stands in its place,
    /// such as a password, is not sent anywhere.
    package let digits: Int?

    /// Joins both.
    package init(names: Set<String>, digits: Int?) { (self.names, self.digits) = (names, digits) }

    /// Whether a range can be a token string.
    func isString(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard let digits else {
            return range.count >= 16 && range.allSatisfy { (0x21...0x7E).contains(bytes[$0]) }
        }
        return range.count == digits
            && range.allSatisfy { (0x30...0x39).contains(bytes[$0]) || (0x61...0x66).contains(bytes[$0]) }
    }
}
