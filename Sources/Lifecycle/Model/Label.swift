internal import Secrets
@_spi(_Unicode) import Swift

/// The name of a token: 1 to 100 characters, one per vault, compared in Unicode's composed form (NFC).
package struct Label: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The text, in composed form.
    package let text: String

    /// Why a text cannot be a label.
    package enum Problem: Error, Hashable, Sendable {
        /// No character, or more than a hundred.
        case length(Int)
        /// A control character or a line end, which would garble every listing.
        case controlCharacter
        /// White space at either end, which nobody can see.
        case surroundingSpace
        /// The form that Lockstep gives to tokens it is still creating.
        case reserved
    }

    /// What an operation on the vault as a whole is about.
    package static let vault = Label(plain: "vault")

    private init(plain text: String) { self.text = text }

    /// Takes a text as a label; throws what is wrong with it.
    package init(_ text: String) throws(Problem) {
        if Label.isPlain(text) {
            self.text = text
            return
        }
        var composed = String.UnicodeScalarView()
        for scalar in text._nfc { composed.append(scalar) }
        guard (1...100).contains(composed.count) else { throw .length(composed.count) }
        guard composed.allSatisfy({ Label.isVisible($0) }) else { throw .controlCharacter }
        if let first = composed.first, let last = composed.last,
            first.properties.isWhitespace || last.properties.isWhitespace
        {
            throw .surroundingSpace
        }
        guard ProvisionalLabel(String(composed)) == nil else { throw .reserved }
        self.text = String(composed)
    }

    /// The text.
    package var description: String { text }

    /// Takes a text that is, byte for byte, what a label is written as; throws `malformed` for any other.
    init(written text: String) throws(SecretsError) {
        guard !Label.isPlain(text) else {
            self.text = text
            return
        }
        guard let label = try? Label(text), label.text.utf8.elementsEqual(text.utf8) else { throw .malformed }
        self = label
    }

    /// By Unicode order.
    package static func < (left: Label, right: Label) -> Bool { left.text < right.text }

    /// Whether a text is a label at first sight, as nearly all are.
    private static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...100).contains(bytes.count) && bytes.allSatisfy { (0x21...0x7E).contains($0) }
            && !text.hasPrefix("lockstep-")
    }

    // Format characters include the bidirectional overrides that can make one label look like another.
    static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20...0x7E).contains(scalar.value) { return true }
        return switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        case .format: scalar == "\u{200D}"  // joins emoji
        default: true
        }
    }
}

/// The label of a token that is being created: `lockstep-` and its nonce, so that it can be found again.
package struct ProvisionalLabel: Hashable, Sendable {
    /// The nonce: 16 random bytes.
    package let nonce: Nonce

    /// Makes the label that carries a nonce.
    package init(_ nonce: Nonce) { self.nonce = nonce }

    /// Reads a label at the provider; `nil` when it has not the provisional form.
    package init?(_ text: String) {
        let digits = text.dropFirst(9)
        guard text.hasPrefix("lockstep-"), digits.utf8.count == 32, let nonce = Nonce(hex: String(digits))
        else {
            return nil
        }
        self.nonce = nonce
    }

    /// The label as it stands at the provider.
    package var text: String { "lockstep-\(nonce.hex)" }
}
