internal import Lifecycle
internal import Secrets

// Reading and committing.

extension OpenVault {
    func listing() throws(LedgerError) -> RecordListing {
        var records = try read { (transaction) throws(LedgerError) in try transaction.records() }
        return RecordListing { () throws(LedgerError) in try records.next() }
    }

    func eachRecord(_ body: (Record) throws(LedgerError) -> Void) throws(LedgerError) {
        try read { (transaction) throws(LedgerError) in try transaction.eachRecord(body) }
    }

    func record(_ id: RecordID) throws(LedgerError) -> Record? {
        try read { (transaction) throws(LedgerError) in try transaction.record(id) }
    }

    func record(named label: Label) throws(LedgerError) -> Record? {
        try read { (transaction) throws(LedgerError) in try transaction.record(named: label) }
    }

    func records(under label: Label) throws(LedgerError) -> [Record] {
        try read { (transaction) throws(LedgerError) in try transaction.records(under: label) }
    }

    func nextGeneration(of label: Label) throws(LedgerError) -> UInt32 {
        try read { (transaction) throws(LedgerError) in try transaction.label(label)?.next } ?? 1
    }

    func accounts() throws(LedgerError) -> [Account] {
        try read { (transaction) throws(LedgerError) in try transaction.accounts() }
            .sorted { $0.name < $1.name }
    }

    func journal() throws(LedgerError) -> [JournalRow] {
        try read { (transaction) throws(LedgerError) in try transaction.journal() }
    }

    func journalEntry(_ id: OperationID) throws(LedgerError) -> JournalEntry? {
        try read { (transaction) throws(LedgerError) in try transaction.journalEntry(id) }
    }

    func setting(_ name: SettingName) throws(LedgerError) -> [UInt8]? {
        try read { (transaction) throws(LedgerError) in try transaction.setting(name) }
    }

    func policy(of label: Label) throws(LedgerError) -> Policy? {
        try read { (transaction) throws(LedgerError) in try transaction.label(label)?.policy }
    }

    func hosts(of record: RecordID) throws(LedgerError) -> HostBindings {
        try read { (transaction) throws(LedgerError) in try transaction.hosts(of: record) } ?? HostBindings()
    }

    func credential(of id: RecordID) throws(LedgerError) -> Credential {
        try read { (transaction) throws(LedgerError) in try transaction.credential(of: id) }
    }

    func eachString(
        _ body: (Record, borrowing SecretBytes?) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        try read { (transaction) throws(LedgerError) in try transaction.eachString(body) }
    }

    func commit(
        _ operation: OperationID, journal entry: JournalEntry?, changes: [Change],
        string: borrowing SecretBytes?
    ) throws(LedgerError) {
        try write(with: string) { (transaction, string) throws(LedgerError) in
            for change in changes { try transaction.make(change, string: string) }
            try transaction.journal(entry, as: operation)
        }
        noteChange()
    }

    func seal(
        _ account: Account, string: borrowing SecretBytes, by origin: Origin?
    ) throws(LedgerError) {
        try write(with: string) { (transaction, string) throws(LedgerError) in
            try transaction.seal(account, string, by: origin)
        }
        noteChange()
    }

    func wipe(_ account: Account, at time: Instant, by origin: Origin?) throws(LedgerError) {
        try write { (transaction) throws(LedgerError) in
            try transaction.wipe(account, at: time, by: origin)
        }
        noteChange()
    }

    func scrub() throws(LedgerError) {
        // What is wiped in an older copy that was written over the file is not wiped in the newest.
        try read { (_) throws(LedgerError) in }
        try store.scrub()
        store.forget()
    }
}
