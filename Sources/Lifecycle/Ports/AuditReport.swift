/// What was found in the audit log: its changes are in the vault, its readings in files beside the state.
package struct AuditReport: Hashable, Sendable {
    /// How many entries the vault's own log has.
    package var changes: UInt64 = 0
    /// How many entries the reading logs have.
    package var readings: UInt64 = 0
    /// How many processes wrote reading logs.
    package var writers: UInt64 = 0
    /// How many files they wrote.
    package var files: UInt64 = 0
    /// What is not right with the reading logs, each with its file; a person was told of none of it.
    package var damages: [LedgerError] = []
    /// What is not right, and does not say that anything was taken away.
    package var warnings: [Warning] = []

    /// Starts with nothing found.
    package init() {}

    /// What is only warned of.
    package enum Warning: Hashable, Sendable {
        /// A log is damaged, and a person has accepted that.
        case accepted(file: String)
        /// So often a log ended in a part of an entry behind what is known to be durable, as a power cut leaves it.
        case torn(times: UInt64)
        /// So many logs that the vault knows of were written on other machines, and are not here.
        case elsewhere(logs: UInt64)
        /// So many entries were archived, or removed since they were too old.
        case removed(entries: UInt64)
    }
}

/// What was taken into an archive of the reading log, or read from one.
package struct ArchiveReport: Hashable, Sendable {
    /// How many files.
    package var files: UInt64 = 0
    /// How many entries they have.
    package var entries: UInt64 = 0
    /// How many logs were left alone, since another process is using them, or since they are damaged.
    package var passedOver: UInt64 = 0

    /// Starts with so many.
    package init(files: UInt64 = 0, entries: UInt64 = 0, passedOver: UInt64 = 0) {
        (self.files, self.entries, self.passedOver) = (files, entries, passedOver)
    }
}

/// The entries that come from some moment on.
package protocol AuditFollower: AnyObject {
    /// What came since the last time, oldest first; often nothing.
    func news() throws(LedgerError) -> [AuditEntry]
}
