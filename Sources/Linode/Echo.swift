internal import ProviderProfiles
internal import Secrets

/// Finds out whether a text of an answer gives away a piece of a secret: eight characters in a row, as they stand or
/// behind JSON escapes, percent signs, base64 or hexadecimal digits, in whatever case and with blanks in between.
///
/// The first sixteen characters are public: they stand in every listing.
enum Echo {
    /// So many characters in a row are a piece of a secret.
    private static let piece = 8
    /// How many encodings within each other are undone.
    private static let depth = 2

    static func stands(in text: String, of secret: borrowing SecretBytes) -> Bool {
        secret.withBytes { isFound(Array(text.utf8), $0, depth) }
    }

    /// The same for a text that is a secret itself.
    static func stands(in other: borrowing SecretBytes, of secret: borrowing SecretBytes) -> Bool {
        secret.withBytes { secret in other.withBytes { isShown($0, secret) } }
    }

    private static func isFound(_ text: [UInt8], _ secret: Span<UInt8>, _ depth: Int) -> Bool {
        let visible = text.filter { (0x21...0x7E).contains($0) }
        guard visible.count >= piece else { return false }
        if isShown(visible.span, secret) { return true }
        guard depth > 0 else { return false }
        return Decoding.all(visible).contains { isFound($0, secret, depth - 1) }
    }

    private static func isShown(_ text: Span<UInt8>, _ secret: Span<UInt8>) -> Bool {
        let isolated =
            secret.count < ProviderProfile.linode.publicPrefix + piece
            ? 0 : ProviderProfile.linode.publicPrefix
        guard text.count >= piece, secret.count - isolated >= piece else { return false }
        var wanted: UInt64 = 0
        for index in isolated..<secret.count {
            wanted = wanted << 8 | folded(secret[index])
            guard index >= isolated + piece - 1 else { continue }
            var seen: UInt64 = 0
            for place in text.indices {
                seen = seen << 8 | folded(text[place])
                if seen == wanted, place >= piece - 1 { return true }
            }
        }
        return false
    }

    /// A character, its case dropped.
    private static func folded(_ byte: UInt8) -> UInt64 {
        UInt64((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte)
    }
}
