internal import CSQLite
internal import Glibc
internal import Lifecycle

/// A file whose pages all become another one's, in one transaction: nobody else writes to it from the beginning to the end
/// (https://sqlite.org/c3ref/backup_finish.html).
@safe
final class Overwriting {
    private let target: Connection
    private let source: Connection
    private var backup: OpaquePointer?

    /// Takes the lock of who writes to the target; waits for it as a transaction would. Neither has a transaction, and the source is not empty.
    init(_ target: Connection, by source: Connection) throws(LedgerError) {
        (self.target, self.source) = (target, source)
        unsafe backup = sqlite3_backup_init(target.handle, "main", source.handle, "main")
        // No page, only the lock.
        try step(pages: 0, expecting: SQLITE_OK)
    }

    /// Writes all pages and commits. What throws may have been committed: the file says so.
    func commit() throws(LedgerError) {
        defer { end() }
        try step(pages: -1, expecting: SQLITE_DONE)
    }

    private func step(pages: Int32, expecting wanted: Int32) throws(LedgerError) {
        guard let backup = unsafe backup else {
            throw unsafe Connection.failure(sqlite3_errcode(target.handle), target.handle)
        }
        errno = 0
        let result = unsafe sqlite3_backup_step(backup, pages)
        // SQLite keeps the system's number for statements alone.
        let number = errno
        guard result == wanted else {
            guard result & 0xFF == SQLITE_IOERR, number != 0 else {
                throw unsafe Connection.failure(result, target.handle)
            }
            throw Connection.system(number)
        }
    }

    /// Gives the lock back; what was not committed is undone.
    func end() {
        if let backup = unsafe backup { unsafe sqlite3_backup_finish(backup) }
        unsafe backup = nil
    }

    deinit { end() }
}
