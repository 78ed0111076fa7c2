internal import Lifecycle
internal import Secrets

/// Reads the texts and ids of an answer: bounded, and never with a piece of the credential that asked.
enum AnswerText {
    /// A text of a JSON value.
    static func read(
        _ value: ScannedJSON?, upTo limit: Int, in bytes: Span<UInt8>, for credential: borrowing SecretBytes
    ) throws(UnreadableToken.Flaw) -> String {
        guard case .string(let range, _)? = value else { throw .field }
        // An escape takes up to twelve bytes for a character.
        guard range.count <= 12 * limit else { throw .length }
        return try checked(value?.text(in: bytes), upTo: limit, for: credential)
    }

    /// A text that was read already.
    static func checked(_ text: String?, upTo limit: Int, for credential: borrowing SecretBytes)
        throws(UnreadableToken.Flaw) -> String
    {
        guard let text else { throw .field }
        guard text.unicodeScalars.count <= limit else { throw .length }
        guard !Echo.stands(in: text, of: credential) else { throw .echo }
        return text
    }

    /// Scopes, in the one form that they have here, which may be longer than the provider's.
    static func scopes(_ text: String) throws(UnreadableToken.Flaw) -> Scopes {
        let scopes = Scopes(provider: text)
        guard scopes.text.unicodeScalars.count <= ProviderBounds.scopes else { throw .length }
        return scopes
    }

    /// An id.
    static func id(_ object: ScannedJSON, in bytes: Span<UInt8>, for credential: borrowing SecretBytes)
        throws(UnreadableToken.Flaw) -> TokenID
    {
        guard let number = object.member("id")?.integer(in: bytes), let id = TokenID(number: number) else {
            throw .field
        }
        guard !Echo.stands(in: id.text, of: credential) else { throw .echo }
        return id
    }
}
