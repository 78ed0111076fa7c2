/// A change to the vault. All changes of a commit happen together.
package enum Change: Hashable, Sendable {
    /// Takes a free label for a record, which need not exist yet. Throws `conflict` when the label is taken.
    case reserve(Label, for: RecordID)
    /// Keeps a record's label for the next generation, which need not exist yet: the first stays what the label names. Throws
    /// `conflict` where the record is not active, has another label, the label's next generation is another one, or something else is kept for already.
    case reserveNext(Label, for: RecordID, after: RecordID, generation: UInt32)
    /// Gives a label back.
    case release(Label, of: RecordID)
    /// Seals a record and the token string that is in hand.
    case seal(Record)
    /// Does so for the next generation, which has its label reserved: nothing else is handed out for that.
    case sealNext(Record)
    /// From here on a label names the next generation; the one before it retires. Throws `conflict` where that is not active: only one
    /// whose token was found dead may be gone.
    case succeed(RecordID, after: RecordID)
    /// Puts the string of a record that is being created in the place of an account's provisioning token, and that in the record's.
    /// Throws `conflict` where the account has another one by now, or the record another state.
    case exchange(Exchange)
    /// Moves a record to another state.
    case move(RecordID, to: Record.State)
    /// Gives a record another label, which it has reserved, and the provider's newest description.
    case describe(RecordID, label: Label, token: Token)
    /// Gives a record another label, which it has reserved; at the provider the token keeps the one that it has.
    case relabel(RecordID, label: Label)
    /// Destroys data key and ciphertext, frees the label, and leaves a tombstone with a signed receipt.
    case purge(RecordID, proof: Proof)
    /// Destroys data key and ciphertext and frees the label without any proof: a tombstone with no receipt is left.
    case forget(RecordID, at: Instant)
    /// Closes another operation's entry in the journal, which this process has claimed.
    case drop(OperationID)
    /// Changes the rules that say which callers may have a token. Throws `conflict` for a rule too many, `absent` for one that
    /// is not there.
    case permit(RecordID, GrantChange)
    /// Binds a record's label to hosts, or to none with `nil`; never without an entry in the audit log. Throws `absent` for a record
    /// that is gone.
    case bind(RecordID, HostBindings?, noting: AuditEntry)
    /// Decides something for a label that a record has, or whose policy was kept; with `nil` nothing is decided any more. Never without
    /// an entry in the audit log. Throws `absent` for a label that is free.
    case decide(Label, Policy?, noting: AuditEntry)
    /// Gives a setting a value, or removes it with `nil`; never without an entry in the audit log.
    case set(SettingName, to: [UInt8]?, noting: AuditEntry)
    /// Adds ways to unlock the vault, takes others away, or both. Throws `conflict` where none would be left, or where there would be
    /// more than a vault has or tries, or where one that stays opens with what one that goes for good does; `absent` for one that is not
    /// there.
    case slots(SlotChange)
    /// Appends to the audit log.
    case note(AuditEntry)
    /// A vault that was restored was compared with every provider: it hands out again. Nothing for any other vault.
    case compared(noting: AuditEntry)
    /// Draws new keys: what is written from here on is sealed under them, and the present ones only open. Throws `conflict` while
    /// earlier ones are still being replaced, `refused` where there are too many.
    case beginEpoch
    /// No row is left that older keys seal: from here on they only verify. Throws `conflict` where one is.
    case endEpoch
}

/// A provisioning token and the one that takes its place.
package struct Exchange: Hashable, Sendable {
    /// The account.
    package let account: RecordID
    /// The record that has the new token, and will have the former one.
    package let record: RecordID
    /// What the provider said of the new one.
    package let identity: Identity
    /// The former one, as the provider lists it.
    package let former: Token
    /// When.
    package let time: Instant

    /// Joins them.
    package init(
        of account: RecordID, with record: RecordID, _ identity: Identity, from former: Token,
        at time: Instant
    ) {
        (self.account, self.record, self.identity) = (account, record, identity)
        (self.former, self.time) = (former, time)
    }
}
