internal import Lifecycle
internal import Platform

// What version 1 of the format has no place for.

extension OpenVault {
    func audit(_ body: (AuditEntry) -> Bool) throws(LedgerError) {
        for entry in try audit().reversed() { guard body(entry) else { return } }
    }

    func readings(of record: Record) throws(LedgerError) -> Lifecycle.LabelReadings {
        throw LedgerError(.failed, .reading)
    }

    func verifyAudit() throws(LedgerError) -> AuditReport {
        var report = AuditReport()
        report.changes = UInt64(try audit().count)
        return report
    }

    func archiveReadings(
        to file: borrowing Descriptor, before moment: Instant?
    ) throws(LedgerError) -> ArchiveReport { ArchiveReport() }

    func reseal(_ cursor: RekeyCursor, strings: Bool) throws(LedgerError) -> RekeyCursor? {
        throw LedgerError(.failed, .epoch)
    }
}
