package import Platform
package import Secrets

/// The unlocked vault, as who looks after it sees it.
package protocol UpkeepLedger: AnyObject {
    /// The keys that open this vault (`VaultDoor.open(with:)`), for another process of this program.
    func keyring() throws(LedgerError) -> SecretBytes

    /// The public key that verifies the receipts of this vault: 32 bytes, no secret.
    var receiptKey: [UInt8] { get }

    /// The audit log, oldest first, verified from its first entry to its last.
    func audit() throws(LedgerError) -> [AuditEntry]
    /// The entries of all logs, newest first, each verified before it is given, until `body` has enough and returns `false`.
    func audit(_ body: (AuditEntry) -> Bool) throws(LedgerError)
    /// What the logs know of the reading of a record's label, without going through them all.
    func readings(of record: Record) throws(LedgerError) -> LabelReadings
    /// Verifies all logs from their first entry to their last; throws `altered` or `logCut` at the first that is not whole.
    func verifyAudit() throws(LedgerError) -> AuditReport
    /// Writes the files of the reading log that end before a moment, or all that are closed, to a file, byte for byte.
    func archiveReadings(
        to file: borrowing Descriptor, before moment: Instant?
    ) throws(LedgerError) -> ArchiveReport

    /// Reads and checks every row there is, and opens everything; throws `altered` at the first that is not right.
    func examine() throws(LedgerError)
}
