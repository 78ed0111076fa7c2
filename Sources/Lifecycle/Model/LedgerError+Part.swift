extension LedgerError {
    /// What a failure happened to. The words stand in the journal and between the processes; they never change.
    package enum Part: String, Sendable, CaseIterable {
        /// Nothing in particular, or something that a later version knows.
        case unspecified = ""
        // The vault's rows, and what they hold.
        case database, schema, vault, head, slot, node, stray, item, record, account, string, setting, name,
            journal, audit, first, second, door, change, free, cell, epoch
        case applicationID = "application_id"
        case userVersion = "user_version"
        // Files and folders.
        case file, folder, log, lock, counter, disk
        // What is kept outside the vault; a record's state, too.
        case state, host, writer, reading, archive, backup
        // What is asked of a record.
        case label, reservation, prefix, creating, revoking, caller, confirmation, grant, path, recovery,
            askpass, many, terminal, into, generations, lease, restored
        // This machine.
        case memory, keys, worker, workers, agent, forker, unsent, descriptors, watchers
        case hiddenCaller = "hidden_caller"
        case settings = "SQLite's settings"
    }
}
