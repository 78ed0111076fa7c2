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

    /// A text, or null.
    package static func optional(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }

    /// A token's id: a number, as Linode's are, or a text.
    package static func id(_ id: TokenID) -> JSON { id.number.map { .number($0) } ?? .text(id.text) }

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
        }
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
