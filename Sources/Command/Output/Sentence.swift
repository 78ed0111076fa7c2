internal import Lifecycle
internal import Requests

/// What became of something, in a sentence for people.
enum Sentence {
    static func created(_ record: Record, now: Instant) -> String {
        let token = record.token
        return "Created \(named(record)): \(TokenRow.words(token.scopes)), "
            + "expires \(Times.words(token.expiry, now: now))"
    }

    static func renamed(_ old: Label, to new: Label) -> String {
        "Renamed \(Printable.quoted(old.text)) to \(Printable.quoted(new.text))."
    }

    static func adopted(_ record: Record) -> String { "Sealed \(named(record))." }

    static func forgotten(_ record: Record) -> String {
        "Forgot \(named(record)). It was not revoked and may still be valid."
    }

    static func sealed(_ account: Account, now: Instant) -> String {
        let identity = account.identity
        return "Sealed the account \(Printable.quoted(account.name.text)): user \(identity.user), "
            + "scopes \(TokenRow.words(identity.scopes)), "
            + "expires \(account.token.map { Times.words($0.expiry, now: now) } ?? "unknown")"
    }

    /// What is to be done about the provisioning token that an account had before.
    static func replaced(_ former: Token, of account: Account) -> String {
        "The former provisioning token (id \(former.id)) was not revoked. If it still works: "
            + "lockstep revoke --id \(former.id) --account \(Printable.word(account.name.text))"
    }

    static func wiped(_ account: Account) -> String {
        let id = account.token.map { " (id \($0.id))" } ?? ""
        return
            "Wiped the account \(Printable.quoted(account.name.text)). Its provisioning token\(id) was not revoked: "
            + "delete it on the provider's page."
    }

    static func revoked(_ record: Record) -> String { "Revoked and purged \(named(record))." }

    static func deleted(_ token: Token) -> String {
        "Deleted \(Printable.quoted(token.label)) (id \(token.id)) at the provider."
    }

    // MARK: What is about to go

    static func chosen(_ view: TokenView) -> String {
        let record = view.record
        return "  \(record.label.text)  (id \(record.token.id), account \(view.account), "
            + "\(generation(record))\(TokenRow.words(record.token.scopes)))"
    }

    /// Which generation, where it is not the one that the label names.
    private static func generation(_ record: Record) -> String {
        record.state == .retiring || record.generation > 1 && record.state != .active
            ? "generation \(record.generation), " : ""
    }

    static func chosen(_ token: Token) -> String {
        "  \(token.label)  (id \(token.id), \(TokenRow.words(token.scopes)))"
    }

    static func chosen(_ record: Record, now: Instant) -> String {
        "  \(record.label.text)  (id \(record.token.id), \(TokenRow.words(record.token.scopes)), "
            + "expires \(Times.words(record.token.expiry, now: now)))"
    }

    private static func named(_ record: Record) -> String {
        "\(Printable.quoted(record.label.text)) (id \(record.token.id))"
    }
}
