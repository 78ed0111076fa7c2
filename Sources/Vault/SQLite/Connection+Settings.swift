internal import CSQLite
internal import Lifecycle

// What makes a connection safe. SQLite passes over settings that it was built without, so each is read back.

extension Connection {
    /// Sets what every connection needs; throws `failed` when SQLite did not take a setting.
    func secure() throws(LedgerError) {
        try setPatience(Connection.patience)
        try check(unsafe sqlite3_extended_result_codes(handle, 1))
        // https://sqlite.org/security.html, "Untrusted SQLite Database Files"
        try set(SQLITE_DBCONFIG_DEFENSIVE, to: true)
        try set(SQLITE_DBCONFIG_TRUSTED_SCHEMA, to: false)
        try set(SQLITE_DBCONFIG_ENABLE_TRIGGER, to: false)
        try set(SQLITE_DBCONFIG_ENABLE_VIEW, to: false)
        // The checkpoint on close would cost every `get` two syncs; `scrub` and SQLite's own limit do it instead.
        try set(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, to: true)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Connection.longestRow)
        guard unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, -1) == Connection.longestRow else {
            throw Connection.refusal
        }
        try set("PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", 1)
        // Without a row where SQLite was built without memory mapping.
        try set("PRAGMA mmap_size = 0", "PRAGMA mmap_size", 0, orNone: true)
        try set("PRAGMA temp_store = MEMORY", "PRAGMA temp_store", 2)
        try set("PRAGMA secure_delete = ON", "PRAGMA secure_delete", 1)
        try set("PRAGMA synchronous = FULL", "PRAGMA synchronous", 2)
    }

    /// Runs a setting and reads it back.
    func set(
        _ setting: StaticString, _ reading: StaticString, _ value: Int64, orNone: Bool = false
    ) throws(LedgerError) {
        try execute(setting)
        let now = try number(reading)
        guard now == value || (now == nil && orNone) else { throw Connection.refusal }
    }

    private func set(_ option: Int32, to value: Bool) throws(LedgerError) {
        var now: Int32 = -1
        try check(unsafe lockstep_sqlite_flag(handle, option, value ? 1 : 0, &now))
        guard now == (value ? 1 : 0) else { throw Connection.refusal }
    }

    /// How many milliseconds a second writer waits. See https://sqlite.org/c3ref/busy_timeout.html
    static let patience: Int32 = 10_000

    func setPatience(_ milliseconds: Int32) throws(LedgerError) {
        try check(unsafe sqlite3_busy_timeout(handle, milliseconds))
        patience = milliseconds
    }

    private func check(_ result: Int32) throws(LedgerError) {
        guard result == SQLITE_OK else { throw unsafe Connection.failure(result, handle) }
    }

    /// In bytes. The longest row that Lockstep writes is the audit entry of a full batch of hand-outs.
    private static let longestRow: Int32 = 16 << 20

    static let refusal = LedgerError(.failed, .settings)
}

extension Connection {
    /// Notes damaged pages (https://sqlite.org/pragma.html#pragma_integrity_check: one row, `ok`, for a file whose pages are whole).
    ///
    /// Rows that break a constraint are no damage of pages: they are found when the rows are looked at.
    func examinePages(_ found: inout Examination) throws(LedgerError) {
        try set("PRAGMA ignore_check_constraints = ON", "PRAGMA ignore_check_constraints", 1)
        let words = try? blob("PRAGMA integrity_check(1)")
        try set("PRAGMA ignore_check_constraints = OFF", "PRAGMA ignore_check_constraints", 0)
        if words != Array("ok".utf8) { found.note(LedgerError(.altered, .database)) }
    }
}
