internal import Lifecycle
internal import Secrets

/// A value for scripts, written without a library: the few forms that Lockstep's answers have.
package indirect enum JSON: Hashable, Sendable {
    case object([Member])
    case array([JSON])
    case text(String)
    case number(Int64)
    case bool(Bool)
    case null

    /// One name and its value, in the order in which they are written.
    package struct Member: Hashable, Sendable {
        /// The name.
        package let name: String
        /// The value.
        package let value: JSON
    }

    /// Makes an object of names and values.
    static func object(_ members: [(String, JSON)]) -> JSON {
        .object(members.map { Member(name: $0.0, value: $0.1) })
    }

    /// A text, or null.
    static func optional(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }

    /// A token's id: a number, as Linode's are, or a text.
    static func id(_ id: TokenID) -> JSON { id.number.map { .number($0) } ?? .text(id.text) }

    /// The value on one line (RFC 8259). What nobody sees is escaped, everything else stands as UTF-8.
    package var line: String {
        switch self {
        case .object(let members):
            "{" + members.map { ScannedJSON.quoted($0.name) + ":" + $0.value.line }.joined(separator: ",")
                + "}"
        case .array(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
        case .text(let text): ScannedJSON.quoted(text)
        case .number(let number): String(number)
        case .bool(let bool): bool ? "true" : "false"
        case .null: "null"
        }
    }
}

extension JSON: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByStringLiteral {
    /// A number.
    package init(integerLiteral value: Int64) { self = .number(value) }
    /// A truth value.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A text.
    package init(stringLiteral value: String) { self = .text(value) }
}
