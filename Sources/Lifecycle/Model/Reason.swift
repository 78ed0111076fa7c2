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
    /// The provider says that it deleted the token, and still shows it.
    case stillListed
    /// The provider made the token, and then refuses it; it was undone.
    case unproven
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
    /// It was told something that cannot happen in its state.
    case impossible(EventKind)
    /// A person wanted the record forgotten.
    case abandoned
    /// It was not begun, or not taken up, since everything was to come to rest. Never in the journal.
    case halted

    /// Whether the provider said so.
    package var isFromProvider: Bool {
        if case .provider = self { true } else { false }
    }
}

/// What an operation can be told, without what that carries; the numbers stand in the journal.
package enum EventKind: UInt8, Sendable, CaseIterable {
    case begin = 1
    case resume = 2
    case answer = 3
    case failure = 4
    case paused = 5
    case scrubbed = 6
    case scrubFailed = 7
    case listing = 8
    case abandoned = 9
    case resealed = 10
    case resealFailed = 11
    case fetched = 12
    case replaced = 13
}
