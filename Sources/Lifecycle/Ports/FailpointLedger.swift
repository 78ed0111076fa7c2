#if DEBUG
    internal import Secrets

    /// A ledger with a point before and after everything that it makes durable.
    final class FailpointLedger: UnlockedVault {
        private let inner: any UnlockedVault
        private let points: any Failpoints

        init(_ inner: any UnlockedVault, _ points: any Failpoints) {
            (self.inner, self.points) = (inner, points)
        }

        private func pass() throws(LedgerError) {
            guard points.pass() else { throw LedgerError(.failed) }
        }

        func listing() throws(LedgerError) -> RecordListing { try inner.listing() }
        func eachRecord(_ body: (Record) throws(LedgerError) -> Void) throws(LedgerError) {
            try inner.eachRecord(body)
        }
        func record(_ id: RecordID) throws(LedgerError) -> Record? { try inner.record(id) }
        func record(named label: Label) throws(LedgerError) -> Record? {
            try inner.record(named: label)
        }
        func records(under label: Label) throws(LedgerError) -> [Record] {
            try inner.records(under: label)
        }
        func nextGeneration(of label: Label) throws(LedgerError) -> UInt32 {
            try inner.nextGeneration(of: label)
        }
        func accounts() throws(LedgerError) -> [Account] { try inner.accounts() }
        func journal() throws(LedgerError) -> [JournalRow] { try inner.journal() }
        func journalEntry(_ id: OperationID) throws(LedgerError) -> JournalEntry? {
            try inner.journalEntry(id)
        }
        func claim(_ operation: OperationID) throws(LedgerError) -> Bool { try inner.claim(operation) }
        func release(_ operation: OperationID) { inner.release(operation) }
        func standing(of holder: LeaseHolder) throws(LedgerError) -> LeaseHolder.Standing {
            try inner.standing(of: holder)
        }
        func credential(of id: RecordID) throws(LedgerError) -> Credential { try inner.credential(of: id) }
        func eachString(
            _ body: (Record, borrowing SecretBytes?) throws(LedgerError) -> Void
        ) throws(LedgerError) { try inner.eachString(body) }
        var receiptKey: [UInt8] { inner.receiptKey }
        func key(of receipt: Receipt) -> [UInt8]? { inner.key(of: receipt) }
        func setting(_ name: SettingName) throws(LedgerError) -> [UInt8]? { try inner.setting(name) }
        func audit() throws(LedgerError) -> [AuditEntry] { try inner.audit() }
        func audit(_ body: (AuditEntry) -> Bool) throws(LedgerError) { try inner.audit(body) }
        func changes(since place: ChangePlace) throws(LedgerError) -> RecentChanges {
            try inner.changes(since: place)
        }
        func followAudit() throws(LedgerError) -> any AuditFollower { try inner.followAudit() }
        func readings(of record: Record) throws(LedgerError) -> LabelReadings {
            try inner.readings(of: record)
        }
        func readings(of label: Label) throws(LedgerError) -> LabelReadings {
            try inner.readings(of: label)
        }
        func auditChanges(_ body: (AuditEntry) -> Bool) throws(LedgerError) { try inner.auditChanges(body) }
        func handOutCount() throws(LedgerError) -> UInt64 { try inner.handOutCount() }
        func lastSync() -> Instant? { inner.lastSync() }
        func note(synced moment: Instant) { inner.note(synced: moment) }
        func toldExpiries() -> Set<ExpiryMark> { inner.toldExpiries() }
        func note(told marks: Set<ExpiryMark>) { inner.note(told: marks) }
        func examineReadings() throws(LedgerError) -> AuditReport { try inner.examineReadings() }
        func readArchive(
            _ file: LentFiles, _ body: (AuditEntry) -> Void
        ) throws(LedgerError) -> ArchiveReport { try inner.readArchive(file, body) }
        func verifyAudit() throws(LedgerError) -> AuditReport { try inner.verifyAudit() }
        func examine() throws(LedgerError) { try inner.examine() }
        func examination() throws(LedgerError) -> Examination { try inner.examination() }

        func policy(of label: Label) throws(LedgerError) -> Policy? { try inner.policy(of: label) }
        func hosts(of record: RecordID) throws(LedgerError) -> HostBindings { try inner.hosts(of: record) }

        func commit(
            _ operation: OperationID, journal entry: JournalEntry?, changes: [Change],
            string: borrowing SecretBytes?
        ) throws(LedgerError) {
            try pass()
            try inner.commit(operation, journal: entry, changes: changes, string: string)
            try pass()
        }

        func seal(
            _ account: Account, string: borrowing SecretBytes, by origin: Origin?
        ) throws(LedgerError) {
            try pass()
            try inner.seal(account, string: string, by: origin)
            try pass()
        }

        func wipe(_ account: Account, at time: Instant, by origin: Origin?) throws(LedgerError) {
            try pass()
            try inner.wipe(account, at: time, by: origin)
            try pass()
        }

        func handOut(_ labels: [Label], as use: HandOutUse) throws(LedgerError) -> [HandedOut] {
            try pass()
            let handed = try inner.handOut(labels, as: use)
            try pass()
            return handed
        }

        func handOut(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<[HandedOut], LedgerError>] {
            try pass()
            let handed = try inner.handOut(asked)
            try pass()
            return handed
        }

        func reseal(_ cursor: RekeyCursor, strings: Bool) throws(LedgerError) -> RekeyCursor? {
            try pass()
            let next = try inner.reseal(cursor, strings: strings)
            try pass()
            return next
        }

        func archiveReadings(
            to file: LentFiles, before moment: Instant?, noting entry: AuditEntry
        ) throws(LedgerError) -> ArchiveReport {
            try pass()
            let report = try inner.archiveReadings(to: file, before: moment, noting: entry)
            try pass()
            return report
        }

        func backUp(into folder: String, at time: Instant) throws(LedgerError) -> BackupReport? {
            try inner.backUp(into: folder, at: time)
        }
        func restored() throws(LedgerError) -> Instant? { try inner.restored() }
        func acceptReadings(noting entry: AuditEntry) throws(LedgerError) -> AuditReport {
            try pass()
            let report = try inner.acceptReadings(noting: entry)
            try pass()
            return report
        }

        func ticket(for account: Account) throws(LedgerError) -> DepositTicket {
            try inner.ticket(for: account)
        }
        func countDeposits(since moment: Instant?) -> Int { inner.countDeposits(since: moment) }
        func eachDeposit(_ body: (inout FoundDeposit) -> Bool) throws(LedgerError) {
            try inner.eachDeposit { found in
                let isDone = body(&found)
                // Before it is removed; the next one passes behind that.
                return points.pass() && isDone
            }
            try pass()
        }

        func keyring() throws(LedgerError) -> SecretBytes { try inner.keyring() }
        func slots() throws(LedgerError) -> [SlotOutline] { try inner.slots() }
        var opener: SlotID? { inner.opener }
        func slot(
            _ new: borrowing NewSlot, cost: PassphraseCost, _ note: SlotNote
        ) throws(LedgerError) -> SlotChange.Added {
            try inner.slot(new, cost: cost, note)
        }
        func keyStanding() throws(LedgerError) -> KeyStanding { try inner.keyStanding() }

        func rest() { inner.rest() }

        func hasChanged() throws(LedgerError) -> Bool { try inner.hasChanged() }

        func standings(of labels: [Label]) throws(LedgerError) -> [LabelStanding] {
            try inner.standings(of: labels)
        }

        func note(refused entry: AuditEntry) throws(LedgerError) { try inner.note(refused: entry) }

        func leaveLog() { inner.leaveLog() }

        func beginSync() -> SyncProgress { inner.beginSync() }

        func syncHandOuts() throws(LedgerError) {
            try pass()
            try inner.syncHandOuts()
            try pass()
        }

        func scrub() throws(LedgerError) {
            try pass()
            try inner.scrub()
            try pass()
        }
    }
#endif
