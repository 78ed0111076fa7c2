package import Secrets

/// The unlocked vault, as the operations see it.
///
/// Every method is one transaction: it happened whole and durably when it returns, or not at all when it throws.
package protocol Ledger: AnyObject {
    /// All records, tombstones included, by label and generation.
    func records() throws(LedgerError) -> [Record]
    /// One record; `nil` when there is none of that id.
    func record(_ id: RecordID) throws(LedgerError) -> Record?
    /// The record that a label names now; `nil` when the label is free.
    func record(named label: Label) throws(LedgerError) -> Record?
    /// All accounts, by name.
    func accounts() throws(LedgerError) -> [Account]
    /// All rows of the journal, in no order.
    func journal() throws(LedgerError) -> [JournalRow]
    /// One operation as the journal has it now; `nil` when it is closed.
    func journalEntry(_ id: OperationID) throws(LedgerError) -> JournalEntry?

    /// The value of a setting; `nil` when there is none. What the bytes mean is said by who sets them.
    func setting(_ name: SettingName) throws(LedgerError) -> [UInt8]?

    /// Takes an operation for this process alone; `false` when another process has it. The end of a process gives
    /// back all it took.
    func claim(_ operation: OperationID) throws(LedgerError) -> Bool
    /// Gives an operation back.
    func release(_ operation: OperationID)

    /// Makes the changes and writes the journal entry (`nil` closes it), in one transaction, synced to disk.
    ///
    /// `string` is the token string that `Change.seal` seals.
    func commit(
        _ operation: OperationID, journal entry: JournalEntry?, changes: [Change],
        string: borrowing SecretBytes?
    ) throws(LedgerError)

    /// Seals an account with its provisioning token, in the place of one of the same name.
    func seal(_ account: Account, string: borrowing SecretBytes) throws(LedgerError)
    /// Wipes an account; throws `conflict` while records or operations depend on it.
    func wipe(_ account: Account, at time: Instant) throws(LedgerError)

    /// Opens the token string of a record or an account, with the address of the account, for requests to the provider; throws
    /// `absent` when there is none, or none any more.
    func credential(of id: RecordID) throws(LedgerError) -> Credential
    /// Opens token strings for applications; the audit entries are written first, and without them none is given.
    ///
    /// Throws `refused` when a record is not in a state to be handed out, `denied` when no grant lets the caller have it, and
    /// `unchallenged` or `unconfirmed` when the caller has to be challenged, or a person asked, first.
    func handOut(_ labels: [Label], as use: HandOutUse) throws(LedgerError) -> [HandedOut]

    /// Does so for several askers in one transaction; what is wrong with one does not touch the others. Behind a request
    /// that comes back `unconfirmed` or `unchallenged` nothing is done for those of the same queue: they come back so, too.
    ///
    /// The audit entries are safe from the death of any process when this returns, and from a power cut once
    /// `syncHandOuts` has returned. Throws when nothing could be written: then nobody is given anything.
    func handOut(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<[HandedOut], LedgerError>]
    /// Makes all hand-outs so far durable; cheap when there were none. Waits for a sync that was begun.
    func syncHandOuts() throws(LedgerError)
    /// Begins to do so without waiting for the disk, where something is left to do. Nobody may fork meanwhile.
    func beginSync() -> SyncProgress
    /// Lets other processes empty the log: nothing is asked at the moment.
    func pause()
    /// Forgets what earlier hand-outs left in guarded memory to make later ones quick.
    func rest()

    /// Makes sure that nothing purged is left in the log or the free pages; throws `busy` when readers are in the way.
    func scrub() throws(LedgerError)

    /// The keys that open this vault (`VaultDoor.open(with:)`), for another process of this program.
    func keyring() throws(LedgerError) -> SecretBytes

    /// The public key that verifies the receipts of this vault: 32 bytes, no secret.
    var receiptKey: [UInt8] { get }

    /// The audit log, oldest first, verified from its first entry to its last.
    func audit() throws(LedgerError) -> [AuditEntry]

    /// Reads and checks every row there is, and opens everything; throws `altered` at the first that is not right.
    func examine() throws(LedgerError)
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

extension Ledger {
    /// The label of the one active token whose string begins so; throws `absent` for none, or several.
    ///
    /// The first 16 characters are no secret: the provider shows them in listings.
    package func label(ofPrefix prefix: String) throws(LedgerError) -> Label {
        let found = try records().filter {
            $0.state == .active && !prefix.isEmpty && $0.token.prefix == prefix
        }
        guard found.count == 1 else { throw LedgerError(.absent, .prefix) }
        return found[0].label
    }
}
