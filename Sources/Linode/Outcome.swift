internal import Lifecycle
internal import Secrets

/// What an answer with a 2xx status says.
enum Outcome {
    /// One token, from the object that describes it; `nil` when a field is missing or of another kind.
    static func token(_ object: ScannedJSON?, in bytes: Span<UInt8>, now: Instant) -> Token? {
        guard let object, let id = object.member("id")?.integer(in: bytes),
            let label = object.member("label")?.text(in: bytes),
            let scopes = object.member("scopes")?.text(in: bytes), let expiry = object.member("expiry"),
            let string = object.member("token")
        else { return nil }
        var until: Instant?
        if !expiry.isNull {
            guard let moment = expiry.text(in: bytes).flatMap({ Instant($0) }) else { return nil }
            until = moment
        }
        guard let prefix = prefix(string, in: bytes) else { return nil }
        let created = object.member("created")?.text(in: bytes).flatMap { Instant($0) }
        return Token(
            id: id, label: label, scopes: Scopes(provider: scopes), created: created,
            expiry: Expiry(provider: until, now: now), prefix: prefix)
    }

    /// The first 16 characters, which is all that becomes a `String`.
    private static func prefix(_ string: ScannedJSON, in bytes: Span<UInt8>) -> String? {
        guard case .string(let range, escaped: false) = string else { return nil }
        return ScannedJSON.string(range.prefix(16), escaped: false).text(in: bytes)
    }

    /// A made token and its string. The id is told even when everything else is unusable: the token can be deleted.
    static func created(_ object: ScannedJSON?, in bytes: Span<UInt8>, now: Instant) -> (Token, Range<Int>?)?
    {
        guard let object, let id = object.member("id")?.integer(in: bytes) else { return nil }
        guard let token = token(object, in: bytes, now: now) else {
            let bare = Token(
                id: id, label: "", scopes: .only([:]), created: nil, expiry: .never, prefix: "")
            return (bare, nil)
        }
        return (token, object.member("token")?.secretRange(in: bytes))
    }

    /// Who the credential belongs to.
    static func identity(_ object: ScannedJSON?, _ headers: AnswerHeaders, in bytes: Span<UInt8>) -> Identity?
    {
        guard let object, let user = object.member("username")?.text(in: bytes),
            let restricted = object.member("restricted")?.truth, let scopes = headers.scopes,
            scopes != "unknown"
        else { return nil }
        return Identity(
            user: Plain.text(user, limit: 200), customer: headers.customer ?? "",
            scopes: Scopes(provider: scopes), isRestricted: restricted)
    }
}
