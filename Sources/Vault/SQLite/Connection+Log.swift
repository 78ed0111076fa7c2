internal import CSQLite
internal import Glibc
internal import Lifecycle
internal import Platform

// The write-ahead log: https://sqlite.org/wal.html

extension Connection {
    /// Keeps the log where it is written ahead; a copy that was made by VACUUM INTO has another one.
    func writeAhead() throws(LedgerError) {
        guard try blob("PRAGMA journal_mode = WAL") == Array("wal".utf8) else { throw Connection.refusal }
    }

    /// Writes the log into the database and empties it; throws `busy` while others are in the way.
    ///
    /// SQLite calls no busy handler while another process empties the log
    /// (https://sqlite.org/c3ref/wal_checkpoint_v2.html), so one that waits has to ask again.
    func emptyLog() throws(LedgerError) {
        let deadline = Connection.moment + Int64(patience)
        while try number("PRAGMA wal_checkpoint(TRUNCATE)") != 0 {
            guard Connection.moment < deadline else { throw LedgerError(.busy, .log) }
            usleep(2000 + UInt32.random(in: 0..<8000))
        }
    }

    /// Does so where nobody is in the way; whether it did.
    @discardableResult
    func emptyLogIfFree() throws(LedgerError) -> Bool {
        let usual = patience
        try setPatience(0)
        let found: Result<Bool, LedgerError>
        do throws(LedgerError) {
            found = .success(try number("PRAGMA wal_checkpoint(TRUNCATE)") == 0)
        } catch { found = error.code == .busy ? .success(false) : .failure(error) }
        try setPatience(usual)
        return try found.get()
    }

    /// Whether the file says that what it has may not be all.
    func isMarked() throws(LedgerError) -> Bool {
        var mark: [UInt8] = [0, 0, 0, 0]
        let result = unsafe lockstep_sqlite_mark(handle, &mark, 0)
        guard result == SQLITE_OK else { throw unsafe Connection.failure(result, handle) }
        return mark != [0, 0, 0, 0]
    }

    /// Has the file say so, durably, or not any more. Nobody else may write at the moment.
    func mark(_ isMarked: Bool) throws(LedgerError) {
        var mark: [UInt8] = isMarked ? Array("LKSL".utf8) : [0, 0, 0, 0]
        errno = 0
        let result = unsafe lockstep_sqlite_mark(handle, &mark, 1)
        let number = errno
        guard result == SQLITE_OK else {
            guard result & 0xFF == SQLITE_IOERR, number != 0 else {
                throw unsafe Connection.failure(result, handle)
            }
            // SQLite has opened a file that it may not write for reading alone.
            throw number == EBADF ? LedgerError(.unwritable, .database) : Connection.system(number)
        }
    }

    /// In milliseconds.
    private static var moment: Int64 {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}

extension VaultFiles {
    /// Makes a log durable. Where there is none, a checkpoint has synced all of it to the database and taken it away.
    static func sync(log: String) throws(LedgerError) {
        do throws(SystemError) { try Files.sync(log) } catch {
            guard error.number == ENOENT else { throw LedgerError(error) }
        }
    }
}
