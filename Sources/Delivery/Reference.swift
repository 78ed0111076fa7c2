internal import Platform

/// `lockstep://LABEL`: where a token string is to stand.
///
/// Percent-encoding is undone, so that a label may hold any character; letters, digits and `-._~/@+` need none.
package enum Reference {
    /// What every reference begins with.
    package static let scheme = "lockstep://"

    /// Why a text is no reference.
    package enum Problem: Error, Hashable, Sendable {
        /// Nothing stands behind the scheme.
        case empty
        /// A percent sign without two hexadecimal digits, or bytes that are no text.
        case encoding
        /// `{{ lockstep://` without `}}` on the same line.
        case unclosed
    }

    /// The label in a whole reference; `nil` when the text is none.
    package static func label(in text: String) throws(Problem) -> String? {
        guard text.hasPrefix(scheme) else { return nil }
        return try decoded(Array(text.utf8.dropFirst(scheme.utf8.count)))
    }

    /// The reference to a label, in which everything is encoded that would end it.
    package static func text(of label: String) -> String {
        var text = scheme
        for byte in label.utf8 {
            if isPlain(byte), byte != UInt8(ascii: "%") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }

    /// Whether a byte may stand in a reference that nothing encloses.
    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: Array("-._~/@+%".utf8).contains(byte)
        }
    }

    /// Undoes percent-encoding.
    static func decoded(_ bytes: [UInt8]) throws(Problem) -> String {
        guard let plain = PercentEncoding.decoded(bytes) else { throw .encoding }
        guard !plain.isEmpty else { throw .empty }
        guard let text = String(validating: plain, as: UTF8.self) else { throw .encoding }
        return text
    }
}
