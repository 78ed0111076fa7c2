package import Lifecycle
package import Secrets

// What a ledger is asked besides, and where there is nothing to say: a depositor sees its own creation alone.

extension DepositWriter {
    package func record(_ id: RecordID) throws(LedgerError) -> Record? {
        record.flatMap { $0.id == id ? $0 : nil }
    }
    package func journalEntry(_ id: OperationID) throws(LedgerError) -> JournalEntry? { entry }
    package func claim(_ operation: OperationID) throws(LedgerError) -> Bool { true }
    package func release(_ operation: OperationID) {}
    package func scrub() throws(LedgerError) {}

    package func listing() throws(LedgerError) -> RecordListing {
        RecordListing { () throws(LedgerError) in nil }
    }
    package func eachRecord(_ body: (Record) throws(LedgerError) -> Void) throws(LedgerError) {}
    package func record(named label: Label) throws(LedgerError) -> Record? { nil }
    package func records(under label: Label) throws(LedgerError) -> [Record] { [] }
    package func nextGeneration(of label: Label) throws(LedgerError) -> UInt32 { 1 }
    package func journal() throws(LedgerError) -> [JournalRow] { [] }
    package func setting(_ name: SettingName) throws(LedgerError) -> [UInt8]? { nil }
    package func policy(of label: Label) throws(LedgerError) -> Policy? { nil }
    package func hosts(of record: RecordID) throws(LedgerError) -> HostBindings { HostBindings() }
    package func standing(of holder: LeaseHolder) throws(LedgerError) -> LeaseHolder.Standing { .unknown }
    package func eachString(
        _ body: (Record, borrowing SecretBytes?) throws(LedgerError) -> Void
    ) throws(LedgerError) {}
    package func reseal(_ cursor: RekeyCursor, strings: Bool) throws(LedgerError) -> RekeyCursor? {
        throw LedgerError(.refused)
    }
}
