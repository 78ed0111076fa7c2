internal import Lifecycle
internal import Platform
internal import Secrets

/// The unlocked vault: the ledger on SQLite.
final class OpenVault: UnlockedVault {
    let connection: Connection
    private let keys: Keys
    private let counter: Counter
    let claims: Claims
    private let files: VaultFiles
    /// In bytes: what a process can read in a fraction of its start.
    private static let longLog = 256 << 10
    private let opened: OpenFiles
    let handOuts: HandOuts
    /// Operations that are under way in this process.
    private(set) var held: Set<OperationID> = []
    /// Whether a change is in the log and not in the file.
    var isSplit = false

    init(
        _ connection: Connection, _ keys: Keys, counter: Counter, claims: consuming Claims, files: VaultFiles
    ) throws(LedgerError) {
        opened = try OpenFiles(files, of: connection)
        (self.connection, self.keys, self.counter) = (connection, keys, counter)
        self.files = files
        self.claims = claims
        handOuts = HandOuts(connection, keys, counter: counter, files: opened, log: files.log)
    }

    func keyring() throws(LedgerError) -> SecretBytes {
        try opening(.keys) { () throws(SecretsError) in try keys.ring() }
    }

    var receiptKey: [UInt8] { keys.signing.publicKey }

    // MARK: Reading

    /// Throws `altered` unless the slots are those of the newest change, and the head belongs to this key.
    func verifySlots() throws(LedgerError) {
        let newest = try read { (transaction) throws(LedgerError) in
            try transaction.verify(try Slots(in: connection, of: keys.vault).all())
            return transaction.head.counter
        }
        guard try counter.newest() == 0 else { return }
        // Seen for the first time. The agent may not have synced what it has written yet.
        try VaultFiles.sync(log: files.log)
        counter.raise(to: newest)
    }

    func records() throws(LedgerError) -> [Record] {
        try read { (transaction) throws(LedgerError) in
            var records: [Record] = []
            for item in try transaction.records() { records.append(try transaction.record(in: item)) }
            return records.sorted {
                ($0.label, $0.generation, $0.sealed) < ($1.label, $1.generation, $1.sealed)
            }
        }
    }

    func record(_ id: RecordID) throws(LedgerError) -> Record? {
        try read { (transaction) throws(LedgerError) in try transaction.record(id) }
    }

    func record(named label: Label) throws(LedgerError) -> Record? {
        try read { (transaction) throws(LedgerError) in
            guard let owner = try transaction.owner(of: .record(label)) else { return nil }
            return try transaction.record(owner)
        }
    }

    func accounts() throws(LedgerError) -> [Account] {
        try read { (transaction) throws(LedgerError) in
            var accounts: [Account] = []
            for item in try transaction.accounts() { accounts.append(try transaction.account(in: item)) }
            return accounts.sorted { $0.name < $1.name }
        }
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

    func audit() throws(LedgerError) -> [AuditEntry] {
        try read { (transaction) throws(LedgerError) in try AuditLog.read(transaction) }
    }

    func examine() throws(LedgerError) {
        try read { (transaction) throws(LedgerError) in try transaction.examine() }
    }

    func credential(of id: RecordID) throws(LedgerError) -> Credential {
        try read { (transaction) throws(LedgerError) in try transaction.credential(of: id) }
    }

    // MARK: Changing

    func claim(_ operation: OperationID) throws(LedgerError) -> Bool {
        guard try claims.claim(operation) else { return false }
        held.insert(operation)
        return true
    }

    func release(_ operation: OperationID) {
        claims.release(operation)
        held.remove(operation)
        consolidate()
    }

    func commit(
        _ operation: OperationID, journal entry: JournalEntry?, changes: [Change],
        string: borrowing SecretBytes?
    ) throws(LedgerError) {
        claims.announceWrite()
        defer { claims.retractWrite() }
        try begin("BEGIN IMMEDIATE")
        do throws(LedgerError) {
            var transaction = try Transaction(connection, keys, newest: counter.newest())
            for change in changes { try transaction.make(change, string: string) }
            try transaction.journal(entry, as: operation)
            try end(&transaction)
        } catch { throw undo(error) }
        noteChange()
    }

    func seal(_ account: Account, string: borrowing SecretBytes) throws(LedgerError) {
        claims.announceWrite()
        defer { claims.retractWrite() }
        try begin("BEGIN IMMEDIATE")
        do throws(LedgerError) {
            var transaction = try Transaction(connection, keys, newest: counter.newest())
            try transaction.seal(account, string)
            try end(&transaction)
        } catch { throw undo(error) }
        noteChange()
    }

    func wipe(_ account: Account, at time: Instant) throws(LedgerError) {
        try write { (transaction) throws(LedgerError) in try transaction.wipe(account, at: time) }
        noteChange()
    }

    func handOut(_ labels: [Label], as use: HandOutUse) throws(LedgerError) -> [HandedOut] {
        // The refusal is in the audit log by now; strings opened before it are wiped with the result.
        let given = try write { (transaction) throws(LedgerError) in
            try transaction.handOut(HandOutRequest(labels, as: use))
        }
        return try given.get()
    }

    func handOut(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<[HandedOut], LedgerError>] {
        do throws(LedgerError) { return try handOuts.handOut(asked, after: claims) } catch {
            throw files.located(error)
        }
    }

    func beginSync() -> SyncProgress { handOuts.beginSync() }

    func syncHandOuts() throws(LedgerError) { try handOuts.sync() }

    func pause() { handOuts.pause() }

    func rest() {
        handOuts.rest()
        // What was handed out is in the file as well, before anybody copies it.
        _ = try? connection.emptyLogIfFree()
    }

    func scrub() throws(LedgerError) {
        claims.announceWrite()
        defer { claims.retractWrite() }
        // What is wiped in an older copy that was written over the file is not wiped in the newest.
        try read { (_) throws(LedgerError) in }
        // `secure_delete` wipes what a row leaves, but a page that SQLite rebuilds keeps old copies of rows in its gap
        // (seen in the tests): VACUUM writes every page anew, from living rows only.
        try connection.execute("VACUUM")
        try connection.emptyLog()
    }

    // MARK: Transactions

    private func read<R>(_ body: (Transaction) throws(LedgerError) -> R) throws(LedgerError) -> R
    where R: ~Copyable {
        // Asked before the snapshot is taken: a change in between may only make the snapshot newer.
        let newest = try counter.newest()
        try begin("BEGIN")
        do throws(LedgerError) {
            let result = try body(try Transaction(connection, keys, newest: newest))
            try connection.execute("COMMIT")
            return result
        } catch { throw undo(error) }
    }

    private func write<R>(_ body: (inout Transaction) throws(LedgerError) -> R) throws(LedgerError) -> R {
        claims.announceWrite()
        defer { claims.retractWrite() }
        try begin("BEGIN IMMEDIATE")
        do throws(LedgerError) {
            var transaction = try Transaction(connection, keys, newest: counter.newest())
            let result = try body(&transaction)
            try end(&transaction)
            return result
        } catch { throw undo(error) }
    }

    /// Begins a transaction, on the newest snapshot.
    private func begin(_ how: StaticString) throws(LedgerError) {
        handOuts.pause()
        try opened.check()
        try handOuts.refresh()
        try connection.execute(how)
    }

    private func end(_ transaction: inout Transaction) throws(LedgerError) {
        try transaction.finish()
        try connection.execute("COMMIT")
        try opened.check()
        handOuts.noteCommit(transaction.head.counter)
        if handOuts.defersSync { return try handOuts.sync() }
        counter.raise(to: transaction.head.counter)
        shortenLog()
    }

    /// Empties a log that has grown long. SQLite's own limit does not help processes that make one change each: the first to
    /// open the file reads the whole log, and forgets how much of it is in the database already.
    private func shortenLog() {
        guard Files.size(of: files.log) > OpenVault.longLog else { return }
        // The log may be another file's by now: what others wrote to it would go into this one.
        guard (try? opened.check()) != nil else { return }
        // Nobody is waited for: who is in the way now will not be next time.
        _ = try? connection.emptyLogIfFree()
    }

    private func undo(_ error: LedgerError) -> LedgerError {
        try? connection.execute("ROLLBACK")
        return files.explained(error, keys)
    }

    deinit {
        // An agent may be locked before it came to rest.
        guard isSplit || handOuts.defersSync else { return }
        handOuts.pause()
        _ = try? connection.emptyLogIfFree()
    }
}
