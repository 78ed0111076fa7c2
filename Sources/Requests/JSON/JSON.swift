package import Lifecycle
internal import Secrets

/// A value for scripts, written without a library: the few forms that Lockstep's answers have.
package enum JSON: Hashable, Sendable {
    case object([Member])
    case array([JSON])
    case text(String)
    case number(Int64)
    case bool(Bool)
    case null
    /// Where something is written that is no value: a secret, or elements that come one by one. See `around`.
    case place

    /// One name and its value, in the order in which they are written.
    package struct Member: Hashable, Sendable {
        /// The name.
        package let name: String
        /// The value.
        package let value: JSON
    }

    /// Makes an object of names and values.
    package static func object(_ members: [(String, JSON)]) -> JSON {
        .object(members.map { Member($0.0, $0.1) })
    }

    /// Makes an answer, which says the version of all answers first.
    package static func answer(_ members: [(String, JSON)]) -> JSON { .object([("version", 1)] + members) }

    /// A text, or null.
    package static func optional(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }

    /// Texts.
    package static func texts(_ texts: [String]) -> JSON { .array(texts.map { .text($0) }) }

    /// A moment, or null.
    package static func moment(_ moment: Instant?) -> JSON { optional(moment?.rfc3339) }

    /// A token's id: a number, as Linode's are, or a text; null where it has none.
    package static func id(_ id: TokenID?) -> JSON {
        guard let id else { return .null }
        return id.number.map { .number($0) } ?? .text(id.text)
    }

    /// How many.
    package static func count(_ count: some BinaryInteger) -> JSON { .number(Int64(clamping: count)) }

    /// The value on one line (RFC 8259). What nobody sees is escaped, everything else stands as UTF-8.
    package var line: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends that line as bytes.
    package func write(to bytes: inout [UInt8]) {
        switch self {
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for place in members.indices {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                ScannedJSON.write(quoted: members[place].name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                members[place].value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for place in values.indices {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                values[place].write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .text(let text): ScannedJSON.write(quoted: text, to: &bytes)
        case .number(let number): bytes.append(contentsOf: String(number).utf8)
        case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
        case .null: bytes.append(contentsOf: "null".utf8)
        case .place: bytes.append(JSON.mark)
        }
    }

    /// Stands for a place while it is looked for: no value has this byte, since it is escaped in texts.
    private static let mark: UInt8 = 0

    /// The line in two, without what goes in between: at its `place`.
    package var around: (before: [UInt8], after: [UInt8]) {
        var bytes: [UInt8] = []
        write(to: &bytes)
        let place = bytes.firstIndex(of: JSON.mark) ?? bytes.endIndex
        return (Array(bytes[..<place]), Array(bytes[place...].dropFirst()))
    }
}

extension JSON.Member {
    /// Gives a value its name.
    package init(_ name: String, _ value: JSON) { self.init(name: name, value: value) }
}

extension JSON: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByStringLiteral {
    /// A number.
    package init(integerLiteral value: Int64) { self = .number(value) }
    /// A truth value.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A text.
    package init(stringLiteral value: String) { self = .text(value) }
}
