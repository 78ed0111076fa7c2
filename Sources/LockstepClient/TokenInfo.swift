internal import Lifecycle
internal import Requests

/// What is known of a token; its string is not part of it.
public struct TokenInfo: Hashable, Sendable {
    /// The name that programs ask for.
    public let label: String
    /// The account that made it; empty where that is gone.
    public let account: String
    /// The provider's id.
    public let id: String
    /// What it may do, as in `linodes:read_write`.
    public let scopes: [String]
    /// When it ceases to be valid, in seconds since 1970; `nil` for never.
    public let expires: Int64?
    /// `creating`, `active`, `retiring`, `revoking` or `gone`.
    public let state: String
    /// Who is responsible for it; empty where nobody is named.
    public let owner: String
    /// What it is for; empty where nothing is said.
    public let purpose: String
    /// The words to find it by.
    public let tags: [String]
    /// When the next token of the same label is made, in seconds since 1970; `nil` where none is by itself.
    public let renews: Int64?

    init(_ view: TokenView) {
        let record = view.record
        (label, account, id) = (record.label.text, view.account, record.token.id.text)
        (scopes, expires) = (record.token.scopes.list, record.token.expiry.moment?.seconds)
        state = record.state.name
        (owner, purpose) = (record.policy?.owner ?? "", record.policy?.purpose ?? "")
        (tags, renews) = (record.policy?.tags ?? [], record.policy?.due(record)?.seconds)
    }
}
