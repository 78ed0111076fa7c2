/// What was verified of the audit log: its changes are in the vault, its readings in files beside the state.
package struct AuditReport: Hashable, Sendable {
    /// How many entries the vault's own log has.
    package var changes: UInt64 = 0
    /// How many entries the reading logs have.
    package var readings: UInt64 = 0
    /// How many processes wrote reading logs.
    package var writers: UInt64 = 0
    /// How many files they wrote.
    package var files: UInt64 = 0
    /// What is not right, and does not say that anything was taken away.
    package var warnings: [Warning] = []

    /// Starts with nothing verified.
    package init() {}

    /// What is only warned of.
    package enum Warning: Hashable, Sendable {
        /// A log ends in a part of an entry behind what is known to be durable, as a power cut leaves it.
        case torn(file: String)
        /// Nothing says how long a log has to be: the file that did is not there, or is damaged.
        case endless(file: String)
        /// So many logs that the vault knows of were written on other machines, and are not here.
        case elsewhere(logs: UInt64)
        /// So many files that the vault knows of were archived or taken away on purpose.
        case removed(files: UInt64)
    }
}

/// What was taken into an archive of the reading log.
package struct ArchiveReport: Hashable, Sendable {
    /// How many files.
    package var files: UInt64 = 0
    /// How many entries they have.
    package var entries: UInt64 = 0

    /// Starts with so many.
    package init(files: UInt64 = 0, entries: UInt64 = 0) { (self.files, self.entries) = (files, entries) }
}
