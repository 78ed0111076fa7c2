extension LedgerError {
    /// What a failure happened to. The words stand in the journal and between the processes; they never change.
    package enum Part: String, Sendable, CaseIterable {
        /// Nothing in particular, or something that a later version knows.
        case unspecified = ""
        // The vault's rows, and what they hold.
        case database, schema, vault, head, slot, node, stray, item, record, account, string, setting, name,
            journal, audit
        case applicationID = "application_id"
        case userVersion = "user_version"
        // Files and folders.
        case file, folder, log, lock, counter, disk
        // What is asked of a record.
        case label, reservation, prefix, state, creating, revoking, caller, confirmation, grant, host, path,
            askpass, many
        // This machine.
        case memory, keys, worker, workers, agent, forker, unsent, descriptors
        case settings = "SQLite's settings"
    }
}
