internal import Lifecycle
internal import Platform
internal import Secrets

/// Hand-outs for several askers in one transaction: what the agent does all day.
///
/// What one transaction has found and verified serves the next, for as long as nobody else has written.
final class HandOuts {
    private let connection: Connection
    private let keys: Keys
    private let counter: Counter
    private let files: OpenFiles
    private let log: String
    private let aside: SyncAside
    /// Whether commits of this connection are synced later, by `sync`.
    private(set) var defersSync = false
    /// The counter after commits that are not durable yet: the one outside must not run ahead of the disk.
    private var unsynced: UInt64?
    /// Whether the last sync failed: before it succeeds nothing more is handed out.
    private var hasSyncFailed = false
    private var warm: Warm?
    private var turns = 0

    /// What the last transaction found, verified.
    private struct Warm {
        /// https://sqlite.org/pragma.html#pragma_data_version: changes when another connection has written.
        let version: Int64
        let head: Head
        let lookups: [Label: Lookup]
    }

    /// In so many transactions SQLite may once empty the log, which it does only where nobody reads.
    private static let turnsReading = 64
    private var isPausing: Bool { turns.isMultiple(of: HandOuts.turnsReading) }

    init(_ connection: Connection, _ keys: Keys, counter: Counter, files: OpenFiles, log: String) {
        (self.connection, self.keys, self.counter) = (connection, keys, counter)
        (self.files, self.log) = (files, log)
        aside = SyncAside(log: log, counter: counter)
    }

    /// Opens what is asked for; the audit entries are part of the transaction.
    func handOut(
        _ asked: [HandOutRequest], after claims: borrowing Claims
    ) throws(LedgerError) -> [Result<[HandedOut], LedgerError>] {
        try files.check()
        try refresh()
        if !defersSync { try deferSync() }
        if hasSyncFailed { try sync() }
        let known = try begin(after: claims)
        do throws(LedgerError) {
            let version =
                if let known { known.version } else { try connection.number("PRAGMA data_version") ?? 0 }
            let found = known ?? (warm?.version == version ? warm : nil)
            warm = nil
            var transaction =
                if let found { Transaction(connection, keys, found.head, lookups: found.lookups) } else {
                    try Transaction(connection, keys, newest: counter.newest())
                }
            let given = try HandOuts.open(asked, in: &transaction)
            try transaction.finish()
            // Before the commit: as soon as that is done others may write, and what they wrote would be taken for known.
            if !isPausing { connection.keepReading() }
            try connection.run("COMMIT")
            warm = Warm(version: version, head: transaction.head, lookups: transaction.lookups)
            unsynced = transaction.head.counter
            return given
        } catch {
            pause()
            try? connection.execute("ROLLBACK")
            throw error
        }
    }

    /// Opens what is asked for, one request after the other; after one that waits for an answer, its queue waits too.
    private static func open(
        _ asked: [HandOutRequest], in transaction: inout Transaction
    ) throws(LedgerError) -> [Result<[HandedOut], LedgerError>] {
        var given: [Result<[HandedOut], LedgerError>] = []
        // What keeps a queue waiting: answers keep the order of their requests.
        var waiting: [Int32: LedgerError] = [:]
        for request in asked {
            if !waiting.isEmpty, let error = waiting[request.queue] {
                given.append(.failure(error))
                continue
            }
            let result = try transaction.handOut(request)
            if case .failure(let error) = result, error.isQuestion { waiting[request.queue] = error }
            given.append(result)
        }
        return given
    }

    private func deferSync() throws(LedgerError) {
        // https://sqlite.org/pragma.html#pragma_synchronous: in WAL mode NORMAL does not sync at each commit.
        try connection.set("PRAGMA synchronous = NORMAL", "PRAGMA synchronous", 1)
        // https://sqlite.org/pragma.html#pragma_wal_autocheckpoint: each one waits for the disk. The log is emptied at rest.
        try connection.execute("PRAGMA wal_autocheckpoint = 16000")
        defersSync = true
    }

    /// Begins to write; returns what is known without a look, since nobody can have written: the snapshot was kept.
    private func begin(after claims: borrowing Claims) throws(LedgerError) -> Warm? {
        if claims.othersAnnounceWrites {
            pause()
            claims.waitForAnnouncedWrites()
        }
        turns += 1
        if isPausing { pause() }
        if let warm, connection.isReading, (try? connection.run("BEGIN IMMEDIATE")) != nil { return warm }
        pause()
        try connection.run("BEGIN IMMEDIATE")
        return nil
    }

    /// Drops what is known of the file where it was written to, by a checkpoint or past SQLite.
    func refresh() throws(LedgerError) {
        guard files.isWritten else { return }
        rest()
        try files.refresh(connection)
    }

    /// Gives up the snapshot: nothing is asked at the moment, and others may want to empty the log.
    func pause() { connection.endReading() }

    /// Another transaction was made on this connection; where syncs are deferred, it is not durable yet.
    func noteCommit(_ counter: UInt64) { (warm, unsynced) = (nil, defersSync ? counter : nil) }

    /// Forgets what was found, too.
    func rest() {
        pause()
        warm = nil
    }

    /// Begins to sync on the side what is not durable yet.
    func beginSync() -> SyncProgress {
        guard aside.isIdle else { return .behind }
        finishSync()
        guard !hasSyncFailed else { return .behind }
        guard let counter = unsynced else { return .durable }
        guard aside.begin(counter) else { return .behind }
        unsynced = nil
        return .begun
    }

    /// Makes all commits durable.
    ///
    /// After a sync that failed, the next one may succeed without having written anything (fsync(2), "EIO"): then the log's
    /// pages are written into the database, which is synced in its place.
    func sync() throws(LedgerError) {
        finishSync()
        guard let counter = unsynced else { return }
        do throws(LedgerError) {
            if hasSyncFailed {
                pause()
                try connection.emptyLog()
            } else {
                try VaultFiles.sync(log: log)
            }
        } catch {
            hasSyncFailed = true
            throw error
        }
        (unsynced, hasSyncFailed) = (nil, false)
        self.counter.raise(to: counter)
    }

    /// Waits for the sync on the side, and takes back what it could not make durable.
    private func finishSync() {
        guard let failed = aside.finish() else { return }
        (unsynced, hasSyncFailed) = (max(unsynced ?? 0, failed), true)
    }
}
