internal import Secrets

extension Ledger {
    /// The hosts that a record is bound to.
    package func hosts(of record: RecordID) throws(LedgerError) -> HostBindings {
        let value = try setting(.hosts(of: record))
        do throws(SecretsError) { return try HostBindings(value) } catch {
            throw LedgerError(.altered, .setting)
        }
    }
}
