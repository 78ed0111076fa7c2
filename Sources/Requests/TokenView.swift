package import Lifecycle

/// A token as it is shown: its record, its account's name, and what waits in the journal for it.
package struct TokenView: Hashable, Sendable {
    /// The record.
    package let record: Record
    /// The account's name; empty where the account is gone.
    package let account: String
    /// At most one, in a box: most tokens have none, and a listing passes a hundred thousand of these on.
    private let waiting: [PendingView]
    /// What is not finished.
    package var pending: PendingView? { waiting.first }

    /// When the overlap of an older generation ends; `nil` for any other.
    package let until: Instant?

    /// Joins them.
    package init(
        _ record: consuming Record, account: String, pending: PendingView? = nil, until: Instant? = nil
    ) {
        (self.record, self.account, self.until) = (record, account, until)
        waiting = pending.map { [$0] } ?? []
    }
}

/// An operation in the journal that is not finished, as it is shown.
package struct PendingView: Hashable, Sendable {
    /// The operation's word, such as `create`.
    package let operation: String
    /// The token's label; the account's name for a token that has no record.
    package let label: Label
    /// The record that it is about.
    package let record: RecordID
    /// The token's id at the provider, where the vault has no record of it.
    package let token: TokenID?
    /// When it was begun.
    package let began: Instant
    /// What holds it up; `nil` where it is running, or was stopped in the middle.
    package let setback: Setback?

    /// Describes an operation in so many words.
    package init(
        operation: String, label: Label, record: RecordID, token: TokenID? = nil, began: Instant,
        setback: Setback? = nil
    ) {
        (self.operation, self.label, self.record) = (operation, label, record)
        (self.token, self.began, self.setback) = (token, began, setback)
    }

    /// Describes an operation.
    package init(_ operation: any StateMachine) {
        let subject = operation.subject
        (self.operation, label, record) = (operation.name, subject.label, subject.record)
        (token, began, setback) = (operation.unmanagedToken, subject.began, subject.setback)
    }
}
