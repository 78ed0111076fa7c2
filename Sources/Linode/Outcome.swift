internal import HTTP
internal import Lifecycle
internal import ProviderProfiles
internal import Secrets

/// What an answer with a 2xx status says.
enum Outcome {
    /// One token, from the object that describes it.
    static func token(
        _ object: ScannedJSON, in bytes: Span<UInt8>, now: Instant, for credential: borrowing SecretBytes
    ) throws(UnreadableToken.Flaw) -> Token {
        let id = try AnswerText.id(object, in: bytes, for: credential)
        let label = try AnswerText.read(
            object.member("label"), upTo: ProviderBounds.label, in: bytes, for: credential)
        let scopes = try AnswerText.read(
            object.member("scopes"), upTo: ProviderBounds.scopes, in: bytes, for: credential)
        let prefix = try AnswerText.checked(
            prefix(object.member("token"), in: bytes), upTo: ProviderProfile.linode.publicPrefix,
            for: credential)
        guard let expiry = object.member("expiry") else { throw .field }
        var until: Instant?
        if !expiry.isNull {
            guard let moment = expiry.text(in: bytes).flatMap({ Instant($0) }) else { throw .field }
            until = moment
        }
        let created = object.member("created")?.text(in: bytes).flatMap { Instant($0) }
        return Token(
            id: id, label: label, scopes: try AnswerText.scopes(scopes), created: created,
            expiry: ProviderProfile.linode.expiry(until, now: now), prefix: prefix)
    }

    /// The public prefix, which is all that becomes a `String`.
    private static func prefix(_ string: ScannedJSON?, in bytes: Span<UInt8>) -> String? {
        guard case .string(let range, escaped: false)? = string else { return nil }
        return ScannedJSON.string(range.prefix(ProviderProfile.linode.publicPrefix), escaped: false).text(
            in: bytes)
    }

    /// A made token and where its string is. The id is told even when everything else is unusable: the token can be deleted.
    static func created(
        _ object: ScannedJSON, in bytes: Span<UInt8>, now: Instant, for credential: borrowing SecretBytes
    ) -> (Token, Range<Int>?)? {
        guard let number = object.member("id")?.integer(in: bytes), let id = TokenID(number: number) else {
            return nil
        }
        do throws(UnreadableToken.Flaw) {
            let token = try token(object, in: bytes, now: now, for: credential)
            return (token, object.member("token")?.secretRange(in: bytes))
        } catch {
            let bare = Token(
                id: id, label: "", scopes: .only([:]), created: nil, expiry: .never, prefix: "")
            return (bare, nil)
        }
    }

    /// Who the credential belongs to.
    static func identity(
        _ object: ScannedJSON, _ headers: AnswerHeaders, in bytes: Span<UInt8>,
        for credential: borrowing SecretBytes
    ) throws(UnreadableToken.Flaw) -> Identity {
        let user = try AnswerText.read(
            object.member("username"), upTo: ProviderBounds.name, in: bytes, for: credential)
        let scopes = try AnswerText.checked(headers.scopes, upTo: ProviderBounds.scopes, for: credential)
        let customer = try AnswerText.checked(
            headers.customer ?? "", upTo: ProviderBounds.name, for: credential)
        guard let restricted = object.member("restricted")?.truth, scopes != "unknown" else { throw .field }
        return Identity(
            user: Plain.text(user, limit: ProviderBounds.name), customer: customer,
            scopes: try AnswerText.scopes(scopes), isRestricted: restricted)
    }
}
