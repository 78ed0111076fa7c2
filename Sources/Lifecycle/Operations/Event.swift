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
    /// Rows were sealed under the newest keys, as far as this place; `nil` when none is left.
    case resealed(RekeyCursor?)
    /// They could not be.
    case resealFailed(LedgerError)
    /// A listing of all tokens, given by `sync` to operations that wait for one.
    case listing(TokenListing)
    /// Every reader that is known of the generation before has fetched the one that the label names.
    case fetched
    /// Somebody has logged in meanwhile: the account has another provisioning token than the one that was to be replaced.
    case replaced
    /// A person wants the record forgotten, and with it whatever the operation had in mind.
    case abandoned

    /// The event without what it carries.
    package var kind: EventKind {
        switch self {
        case .begin: .begin
        case .resume: .resume
        case .answer: .answer
        case .failure: .failure
        case .paused: .paused
        case .scrubbed: .scrubbed
        case .scrubFailed: .scrubFailed
        case .resealed: .resealed
        case .resealFailed: .resealFailed
        case .listing: .listing
        case .fetched: .fetched
        case .replaced: .replaced
        case .abandoned: .abandoned
        }
    }
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
    /// Seal the next rows behind a place under the newest keys; their token strings, too, where wanted.
    case reseal(RekeyCursor, strings: Bool)
    /// The operation is at its end, or can do no more for now.
    case finish(Outcome)
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
