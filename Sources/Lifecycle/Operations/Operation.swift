/// What an operation is told: the answer to its last effect, or that it was found in the journal.
package enum Event: Hashable, Sendable {
    /// It starts; nothing is on disk yet.
    case begin
    /// It was found in the journal after a stop; the record it is about, as the vault has it now.
    case resume(Record?)
    /// The provider did as asked.
    case answer(ProviderAnswer)
    /// The provider did not.
    case failure(ProviderFailure)
    /// A pause is over.
    case paused
    /// Nothing purged is left in the log and the free pages.
    case scrubbed
    /// They could not be cleaned: `busy` for a reader that is in the way.
    case scrubFailed(LedgerError)
    /// A listing of all tokens, given by `sync` to operations that watch.
    case listing(TokenListing)
}

/// What the world is asked for next. At most one effect is under way in an operation.
package enum Effect: Hashable, Sendable {
    /// A request to the provider, with the account's provisioning token.
    case ask(ProviderRequest)
    /// Who is it, asked with the record's own token string: is the token alive?
    case probe(RecordID)
    /// The same with the string in hand, once its first characters are the ones given.
    case probeHeld(prefix: String)
    /// Let some time pass.
    case pause(milliseconds: Int64)
    /// Clean the log and the free pages of what was purged.
    case scrub
    /// The operation is at its end, or can do no more for now.
    case finish(Outcome)
}

/// How an operation ended.
package enum Outcome: Hashable, Sendable {
    /// All is done; the journal entry is closed.
    case done
    /// Nothing came of it and nothing is left of it; the journal entry is closed.
    case failed(Reason)
    /// Nothing came of it, but its nonce stays on watch for a request that may still arrive.
    case watching(Reason)
    /// It stands in the journal, and `sync` will finish it.
    case pending(Reason)
}

/// Why an operation failed or is pending.
package enum Reason: Error, Hashable, Sendable {
    /// The provider's failure.
    case provider(ProviderFailure)
    /// The vault's failure.
    case ledger(LedgerError)
    /// The outcome of the creation was unknown, and the listing shows no trace of it.
    case unknownOutcome
    /// The same, but the listing has tokens that cannot be read, and one of them may be it.
    case unreadableListing
    /// The provider made a token with other scopes or another expiry than asked for; it was undone.
    case grantedOtherwise
    /// The provider's answer held no usable token string; the token was undone.
    case unusableString
    /// The provider had made a token whose answer was lost; it was found and deleted.
    case strayDeleted
    /// The provider says that it deleted the token, and still honours it.
    case stillAlive
    /// The token is no longer at the provider.
    case vanished
    /// The string does not belong to the token.
    case mismatch
    /// It was stopped before its string was sealed, and the string is not kept anywhere else.
    case stopped
    /// Another operation changed the record in the meantime.
    case superseded
    /// The log could not be cleaned because another process is reading.
    case notScrubbed
}

/// One move of an operation: changes to the vault, made durable together with the new journal entry, then an effect.
package struct Step: Hashable, Sendable {
    /// What changes in the vault, in one transaction.
    package var changes: [Change]
    /// What is done once that is on disk.
    package var effect: Effect

    /// Joins changes and an effect.
    package init(_ changes: [Change] = [], _ effect: Effect) {
        self.changes = changes
        self.effect = effect
    }
}

/// An operation that touches provider and vault: events in, steps out, no input or output inside.
package enum Operation: Hashable, Sendable {
    case creation(Creation)
    case renaming(Renaming)
    case adoption(Adoption)
    case revocation(Revocation)

    /// Takes an event and says what is done next.
    package mutating func on(_ event: Event, at now: Instant) -> Step {
        switch self {
        case .creation(var machine):
            defer { self = .creation(machine) }
            return machine.on(event, at: now)
        case .renaming(var machine):
            defer { self = .renaming(machine) }
            return machine.on(event, at: now)
        case .adoption(var machine):
            defer { self = .adoption(machine) }
            return machine.on(event, at: now)
        case .revocation(var machine):
            defer { self = .revocation(machine) }
            return machine.on(event, at: now)
        }
    }

    /// What it is about.
    package var subject: Subject {
        switch self {
        case .creation(let machine): machine.subject
        case .renaming(let machine): machine.subject
        case .adoption(let machine): machine.subject
        case .revocation(let machine): machine.subject
        }
    }

    /// Remembers what holds it up now.
    mutating func note(_ setback: Setback) {
        switch self {
        case .creation(var machine):
            machine.subject.setback = setback
            self = .creation(machine)
        case .renaming(var machine):
            machine.subject.setback = setback
            self = .renaming(machine)
        case .adoption(var machine):
            machine.subject.setback = setback
            self = .adoption(machine)
        case .revocation(var machine):
            machine.subject.setback = setback
            self = .revocation(machine)
        }
    }

    /// The nonce of a creation.
    package var nonce: Nonce? {
        if case .creation(let machine) = self { machine.nonce } else { nil }
    }

    /// Whether it only waits for requests that may still arrive, with nothing left to do for anybody.
    package var isWatching: Bool {
        if case .creation(let machine) = self { machine.isWatching } else { false }
    }

    /// Whether `sync` undoes it rather than finishes it: it has no sealed string, or one that is not to be kept.
    package var isUndoneBySync: Bool {
        switch self {
        case .creation(let machine): machine.isUndoneBySync
        case .adoption(let machine): machine.isUndoneBySync
        case .renaming, .revocation: false
        }
    }

    /// The word in listings and JSON.
    package var name: String {
        switch self {
        case .creation: "create"
        case .renaming: "rename"
        case .adoption: "adopt"
        case .revocation: "revoke"
        }
    }
}

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
    /// What held it up last; `nil` while nothing has.
    package internal(set) var setback: Setback?

    /// Describes a subject.
    package init(record: RecordID, account: RecordID, label: Label, began: Instant, settle: UInt16) {
        self.record = record
        self.account = account
        self.label = label
        self.began = began
        self.settle = settle
    }

    /// How often to look while waiting for the provider to catch up, a second apart.
    var looks: UInt16 { settle + 1 }

    func note(
        _ event: AuditEntry.Event, at now: Instant, token: TokenID? = nil, detail: String = ""
    ) -> Change {
        .note(AuditEntry(event, time: now, label: label.text, token: token, detail: detail))
    }
}

extension ProviderFailure {
    /// What an answer of the wrong kind counts as.
    static let unexpected = ProviderFailure(.nonsense)
}
