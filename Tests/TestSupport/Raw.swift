internal import CSQLite

/// SQLite as an attacker has it.
package enum Raw {
    /// Runs statements on a file; whatever fails is passed over.
    package static func run(_ text: String, in path: String) {
        var handle: OpaquePointer?
        guard unsafe sqlite3_open(path, &handle) == SQLITE_OK else { return }
        // An agent may be reading: the log is emptied once it is done.
        unsafe sqlite3_busy_timeout(handle, 10_000)
        unsafe sqlite3_exec(handle, text, nil, nil, nil)
        unsafe sqlite3_exec(handle, "PRAGMA wal_checkpoint(TRUNCATE)", nil, nil, nil)
        unsafe sqlite3_close_v2(handle)
    }
}
