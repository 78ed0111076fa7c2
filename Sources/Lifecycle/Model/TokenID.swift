package import Secrets

/// The provider's id of a token: a text of up to 64 letters, digits, and `-`, `_`, `.`, `~`, which stand for themselves in a URL.
///
/// Linode's are numbers. One that is written as a number is kept as one in format 1 and shown as one in JSON.
package struct TokenID: Hashable, Sendable {
    /// The most characters that an id may have.
    package static let longest = 64
    /// The id as the provider writes it.
    package let text: String

    /// Takes a text; `nil` when it is not a valid id.
    package init?(_ text: String) {
        guard (1...TokenID.longest).contains(text.utf8.count), text.utf8.allSatisfy(TokenID.isAllowed),
            // Steps of a path, and not names.
            text != ".", text != ".."
        else { return nil }
        self.text = text
    }

    /// Takes a number; what is below 1 is nobody's.
    package init?(number: Int64) {
        guard number > 0 else { return nil }
        text = String(number)
    }

    /// The id as a number; `nil` for one that is not written as a number is.
    package var number: Int64? {
        guard let number = Int64(text), number > 0, String(number) == text else { return nil }
        return number
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension TokenID: CustomStringConvertible {
    /// The id as the provider writes it.
    package var description: String { text }
}

extension TokenID: Coded {
    /// Writes a number, 64 bits; for any other id the negative count of its bytes, and these.
    package func encode(to writer: inout Writer) {
        guard let number else {
            let bytes = Array(text.utf8)
            writer.number(-Int64(bytes.count))
            return writer.raw(bytes)
        }
        writer.number(number)
    }

    /// Reads an id; throws `malformed` for what `encode` does not write.
    package init(from reader: inout Reader) throws(SecretsError) {
        let number: Int64 = try reader.number()
        if let id = TokenID(number: number) {
            self = id
            return
        }
        guard (-Int64(TokenID.longest)..<0).contains(number),
            let text = String(validating: try reader.raw(Int(-number)), as: UTF8.self),
            let id = TokenID(text),
            id.number == nil
        else { throw .malformed }
        self = id
    }
}
