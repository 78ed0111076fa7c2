package import Secrets

/// The unlocked vault, as who looks after it sees it.
package protocol UpkeepLedger: AnyObject {
    /// The keys that open this vault (`VaultDoor.open(with:)`), for another process of this program.
    func keyring() throws(LedgerError) -> SecretBytes

    /// How its keys stand, and who opens them.
    func keyStanding() throws(LedgerError) -> KeyStanding

    /// The public key that verifies the receipts that are signed now: 32 bytes, no secret.
    var receiptKey: [UInt8] { get }
    /// The public key that a receipt of this vault was signed with, now or under earlier keys; `nil` where it was not.
    func key(of receipt: Receipt) -> [UInt8]?

    /// The audit log, oldest first, verified from its first entry to its last.
    func audit() throws(LedgerError) -> [AuditEntry]
    /// The entries of all logs, newest first, each verified before it is given, until `body` has enough and returns `false`.
    func audit(_ body: (AuditEntry) -> Bool) throws(LedgerError)
    /// The same of the vault's own log alone: what was changed, by whom.
    func auditChanges(_ body: (AuditEntry) -> Bool) throws(LedgerError)
    /// What the vault's own log has behind a place: of the newest 10,000 changes.
    func changes(since place: ChangePlace) throws(LedgerError) -> RecentChanges
    /// Gives what comes from now on.
    func followAudit() throws(LedgerError) -> any AuditFollower
    /// What the logs know of the reading of a record, without going through them all.
    func readings(of record: Record) throws(LedgerError) -> LabelReadings
    /// The same of all generations of a label.
    func readings(of label: Label) throws(LedgerError) -> LabelReadings
    /// How often this machine has handed out tokens, as far as its log goes back.
    func handOutCount() throws(LedgerError) -> UInt64
    /// When a sync last compared every account with its provider, as far as this machine has kept that; `nil` where it has not.
    func lastSync() -> Instant?
    /// Keeps that moment on this machine. Nothing is decided by it, so nothing fails where it cannot be written.
    func note(synced moment: Instant)
    /// Which expiries were told on this machine, as far as it has kept that.
    func toldExpiries() -> Set<ExpiryMark>
    /// Keeps them on this machine, in the place of the ones before. Where they cannot be written, they are told again.
    func note(told marks: Set<ExpiryMark>)
    /// Takes a backup into a folder where its newest one of this vault is a day old, proves it, and keeps fourteen; `nil` where none is due.
    func backUp(into folder: String, at time: Instant) throws(LedgerError) -> BackupReport?
    /// The time of the newest change of the copy that the vault was restored from, for as long as it was not compared with every provider
    /// since; `nil` for any other vault.
    func restored() throws(LedgerError) -> Instant?
    /// Verifies all logs from their first entry to their last; throws `altered` or `logCut` at the first that is not whole.
    func verifyAudit() throws(LedgerError) -> AuditReport

    /// Looks through this machine's reading logs, past whatever is wrong with one.
    func examineReadings() throws(LedgerError) -> AuditReport
    /// Takes note of what is wrong with them, so that hand-outs go on with other files; what is damaged stays as it is.
    func acceptReadings(noting entry: AuditEntry) throws(LedgerError) -> AuditReport
    /// Moves the files of the reading log whose entries are all older than a moment, or all that can be closed, into a new file:
    /// they are removed here once it is complete, proven and durable. Throws `exists` where there is something of its name.
    ///
    /// Nothing is made where there is nothing to move.
    func archiveReadings(
        to file: LentFiles, before moment: Instant?, noting entry: AuditEntry
    ) throws(LedgerError) -> ArchiveReport
    /// Proves an archive of this vault and gives all its entries, in no order. Throws `foreign`, `wrongKey` for another vault's.
    func readArchive(_ file: LentFiles, _ body: (AuditEntry) -> Void) throws(LedgerError) -> ArchiveReport

    /// Reads and checks every row there is, and opens everything; throws `altered` at the first that is not right.
    func examine() throws(LedgerError)
    /// Looks at everything, past the first thing that is wrong.
    func examination() throws(LedgerError) -> Examination
}
