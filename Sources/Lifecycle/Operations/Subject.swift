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
    /// Who began it; `nil` where Lockstep did, and after a stop: format 1 has no place for it.
    package var origin: Origin?
    /// What held it up last; `nil` while nothing has.
    package internal(set) var setback: Setback?

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
        _ event: AuditEntry.Event, at now: Instant, token: TokenID? = nil, detail: String = ""
    ) -> Change {
        .note(
            AuditEntry(
                event, time: now, label: label.text, token: token, detail: detail, caller: origin?.caller))
    }
}

/// Who began an operation, and through which face of Lockstep.
package struct Origin: Hashable, Sendable {
    /// A face of Lockstep.
    package enum Interface: UInt8, Sendable, CaseIterable {
        /// `lockstep`, by itself.
        case commandLine = 1
        /// The agent, asked by a client.
        case agent = 2
    }

    /// The process that asked.
    package var caller: Caller
    /// What it asked through.
    package var interface: Interface

    /// Describes who began an operation.
    package init(_ caller: Caller, through interface: Interface) {
        (self.caller, self.interface) = (caller, interface)
    }
}
