/// The unlocked vault, as who asks for token strings sees it.
package protocol HandOutLedger: AnyObject {
    /// Opens token strings for applications; the audit entries are written first, and without them none is given.
    ///
    /// Throws `refused` when a record is not in a state to be handed out, `denied` when no grant lets the caller have it, and
    /// `unchallenged` or `unconfirmed` when the caller has to be challenged, or a person asked, first.
    func handOut(_ labels: [Label], as use: HandOutUse) throws(LedgerError) -> [HandedOut]

    /// Does so for several askers at once, with one batch in the log; what is wrong with one does not touch the others. Behind a request
    /// that comes back `unconfirmed` or `unchallenged` nothing is done for those of the same queue: they come back so, too.
    ///
    /// The audit entries are safe from the death of any process when this returns, and from a power cut once
    /// `syncHandOuts` has returned. Throws when nothing could be written: then nobody is given anything.
    func handOut(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<[HandedOut], LedgerError>]
    /// Makes all hand-outs so far durable; cheap when there were none. Waits for a sync that was begun.
    func syncHandOuts() throws(LedgerError)
    /// Begins to do so without waiting for the disk, where something is left to do. Nobody may fork meanwhile.
    func beginSync() -> SyncProgress
    /// Whether somebody may have committed since this was asked last, or it was not asked yet. It looks at no row.
    func hasChanged() throws(LedgerError) -> Bool
    /// What is handed out under labels now, in their order. Nobody is given anything, so no log is told.
    func standings(of labels: [Label]) throws(LedgerError) -> [LabelStanding]
    /// Forgets what earlier hand-outs left in guarded memory to make later ones quick.
    func rest()
    /// Writes to the log of hand-outs, durably, that something was refused.
    func note(refused entry: AuditEntry) throws(LedgerError)
    /// Writes no more to the log that it writes hand-outs to, which is durable then: the next ones go to another, so that this one can be
    /// archived.
    func leaveLog()
}

/// How far the hand-outs of a ledger are on their way to the disk.
package enum SyncProgress: Sendable {
    /// All of them are durable.
    case durable
    /// All of them are being written; whether that succeeds is known later.
    case begun
    /// Some are not: an earlier sync is not done yet, or has failed. `syncHandOuts` waits, and does it again.
    case behind
}
