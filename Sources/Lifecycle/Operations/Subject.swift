/// What an operation is about, fixed from its first step on, and what held it up last.
package struct Subject: Hashable, Sendable {
    /// The record.
    package var record: RecordID
    /// The account that is asked.
    package var account: RecordID
    /// The label, for people.
    package var label: Label
    /// When the operation began.
    package var began: Instant
    /// How many seconds listings and deletions are given to catch up.
    package var settle: UInt16
    /// Who began it; `nil` where Lockstep did, and for what began under version 1 of the vault format.
    package var origin: Origin?
    /// What held it up last; `nil` while nothing has.
    package internal(set) var setback: Setback?
    /// Fields of the operation that a later version has brought: kept as they are.
    var others = NumberedFields()

    /// Describes a subject.
    package init(
        record: RecordID, account: RecordID, label: Label, began: Instant, settle: UInt16,
        origin: Origin? = nil
    ) {
        self.record = record
        self.account = account
        self.label = label
        self.began = began
        self.settle = settle
        self.origin = origin
    }

    /// How often to look while waiting for the provider to catch up, a second apart.
    var looks: UInt16 { settle + 1 }

    func note(
        _ event: AuditEntry.Event, at now: Instant, token: TokenID? = nil, generation: UInt32? = nil,
        detail: String = ""
    ) -> Change {
        .note(
            AuditEntry(
                event, time: now, label: label.text, token: token, generation: generation, detail: detail,
                caller: origin?.caller, interface: origin?.interface))
    }
}
