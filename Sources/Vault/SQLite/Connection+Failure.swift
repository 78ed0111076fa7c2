internal import CSQLite
internal import Glibc
internal import Lifecycle
internal import Platform

extension Connection {
    /// What a result code of SQLite means to a vault (https://sqlite.org/rescode.html).
    static func failure(_ result: Int32, _ handle: OpaquePointer) -> LedgerError {
        switch result & 0xFF {
        // PROTOCOL: another process was stopped while it prepared the log's index (https://sqlite.org/rescode.html#protocol).
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: LedgerError(.busy, .database)
        case SQLITE_FULL: LedgerError(.full, .database)
        case SQLITE_READONLY, SQLITE_PERM: LedgerError(.unwritable, .database)
        case SQLITE_NOTADB: LedgerError(.foreign, .database)
        case SQLITE_CORRUPT: LedgerError(.altered, .database)
        // A row that is in the way of one that is written, or longer than any that Lockstep writes.
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG: LedgerError(.altered, .database)
        // All statements are constants that fit the schema: one that makes no sense to SQLite met another file format.
        case SQLITE_ERROR: LedgerError(.altered, .database)
        // The files beside the vault that SQLite cannot make: it has tried to open what is not there, and says that.
        case SQLITE_CANTOPEN where unsafe sqlite3_system_errno(handle) == ENOENT && isThere(handle):
            LedgerError(.unwritable, .disk)
        case SQLITE_IOERR, SQLITE_CANTOPEN: system(unsafe sqlite3_system_errno(handle))
        default: LedgerError(.failed, .database)
        }
    }

    /// Whether there is a file at the path that was opened.
    private static func isThere(_ handle: OpaquePointer) -> Bool {
        guard let path = unsafe sqlite3_db_filename(handle, "main") else { return false }
        return unsafe access(path, F_OK) == 0
    }

    /// What an errno means to a vault.
    static func system(_ number: Int32) -> LedgerError { LedgerError(SystemError(number)) }
}
