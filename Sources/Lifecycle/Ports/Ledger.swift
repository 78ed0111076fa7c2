package import Secrets

/// The unlocked vault, as the operations see it: what is in it, and how it changes.
///
/// Every method is one transaction: it happened whole and durably when it returns, or not at all when it throws.
package protocol Ledger: AnyObject {
    /// All records, tombstones included, by label and generation, one at a time: of one moment, and no look at the vault is open while
    /// they are handed out.
    func listing() throws(LedgerError) -> RecordListing
    /// All records, tombstones included, in no order and one at a time: there may be a hundred thousand. Without their labels' policies.
    func eachRecord(_ body: (Record) throws(LedgerError) -> Void) throws(LedgerError)
    /// One record; `nil` when there is none of that id.
    func record(_ id: RecordID) throws(LedgerError) -> Record?
    /// The record that a label names now; `nil` when the label is free.
    func record(named label: Label) throws(LedgerError) -> Record?
    /// All records that are not gone under a label, with its rules: the one that it names, the next one once it is sealed, older ones.
    func records(under label: Label) throws(LedgerError) -> [Record]
    /// The generation that a label's next record gets; 1 where the label is free.
    func nextGeneration(of label: Label) throws(LedgerError) -> UInt32
    /// All accounts, by name.
    func accounts() throws(LedgerError) -> [Account]
    /// All rows of the journal, in no order.
    func journal() throws(LedgerError) -> [JournalRow]
    /// One operation as the journal has it now; `nil` when it is closed.
    func journalEntry(_ id: OperationID) throws(LedgerError) -> JournalEntry?

    /// The value of a setting; `nil` when there is none. What the bytes mean is said by who sets them.
    func setting(_ name: SettingName) throws(LedgerError) -> [UInt8]?

    /// What is decided for a label that a record has, or whose policy was kept; `nil` where nothing is.
    func policy(of label: Label) throws(LedgerError) -> Policy?

    /// The hosts that a record's token string may be sent to by tools that say where; none for a record that is not there.
    func hosts(of record: RecordID) throws(LedgerError) -> HostBindings

    /// Takes an operation for this process alone; `false` when another process has it. The end of a process gives
    /// back all it took.
    func claim(_ operation: OperationID) throws(LedgerError) -> Bool
    /// Gives an operation back.
    func release(_ operation: OperationID)

    /// What can be said from here of the process that holds a lease.
    func standing(of holder: LeaseHolder) throws(LedgerError) -> LeaseHolder.Standing

    /// Makes the changes and writes the journal entry (`nil` closes it), in one transaction, synced to disk.
    ///
    /// `string` is the token string that `Change.seal` seals.
    func commit(
        _ operation: OperationID, journal entry: JournalEntry?, changes: [Change],
        string: borrowing SecretBytes?
    ) throws(LedgerError)

    /// Opens the token string of a record or an account, with the address of the account, for requests to the provider; throws
    /// `absent` when there is none, or none any more.
    func credential(of id: RecordID) throws(LedgerError) -> Credential

    /// Opens the token string of every record that has one, in no order and one at a time, and hands it to `body`; of a record that has
    /// none, or a damaged one, the record alone.
    func eachString(
        _ body: (Record, borrowing SecretBytes?) throws(LedgerError) -> Void
    ) throws(LedgerError)

    /// Seals the next rows behind a place under the newest epoch's keys, in one transaction, and says how far it came; `nil` when
    /// no row is left under older ones. With `strings` the token strings are sealed anew, too.
    func reseal(_ cursor: RekeyCursor, strings: Bool) throws(LedgerError) -> RekeyCursor?

    /// Makes sure that nothing purged is left in the log or the free pages; throws `busy` when readers are in the way.
    func scrub() throws(LedgerError)
}

/// Records, one after the other.
package struct RecordListing {
    private let step: () throws(LedgerError) -> Record?

    /// Takes what gives the next record, and `nil` after the last.
    package init(_ step: @escaping () throws(LedgerError) -> Record?) { self.step = step }

    /// The next record; `nil` after the last.
    package func next() throws(LedgerError) -> Record? { try step() }
}

extension ChangeSettings {
    /// Reads what is set in a vault.
    package init(of vault: any Ledger) throws(LedgerError) {
        try self.init { (name) throws(LedgerError) in try vault.setting(name) }
    }
}

extension Ledger {
    /// All records, tombstones included, by label and generation. Where there may be many, `listing` and `eachRecord` hold fewer at once.
    package func records() throws(LedgerError) -> [Record] {
        let listing = try listing()
        var found: [Record] = []
        while let record = try listing.next() { found.append(record) }
        return found
    }

    /// The label of the one active token whose string begins so; throws `absent` for none, or several.
    ///
    /// The first 16 characters are no secret: the provider shows them in listings.
    package func label(ofPrefix prefix: String) throws(LedgerError) -> Label {
        var (found, count) = (Label?.none, 0)
        try eachRecord { (record) throws(LedgerError) in
            guard record.state == .active, !prefix.isEmpty, record.token.prefix == prefix else { return }
            (found, count) = (record.label, count + 1)
        }
        guard let found, count == 1 else { throw LedgerError(.absent, .prefix) }
        return found
    }
}
