internal import CSQLite
internal import Lifecycle

/// A file whose pages all become another one's, in one transaction: nobody else writes to it from the beginning to the end
/// (https://sqlite.org/c3ref/backup_finish.html).
@safe
final class Overwriting {
    private let target: Connection
    private let source: Connection
    private var backup: OpaquePointer?

    /// Takes the lock of who writes to the file; waits for it as a transaction would. The source has rows, and no transaction.
    init(_ path: String, by source: Connection) throws(LedgerError) {
        (target, self.source) = (try Connection(path: path), source)
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
        let result = unsafe sqlite3_backup_step(backup, pages)
        guard result == wanted else { throw unsafe Connection.failure(result, target.handle) }
    }

    /// Gives the lock back; what was not committed is undone.
    func end() {
        if let backup = unsafe backup { unsafe sqlite3_backup_finish(backup) }
        unsafe backup = nil
    }

    deinit { end() }
}
