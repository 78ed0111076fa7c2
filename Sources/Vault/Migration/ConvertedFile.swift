internal import Glibc
internal import Lifecycle
internal import Platform

/// A SQLite file with the tables of this format and no rows yet, for what a vault of format 1 becomes.
///
/// It has no name once it is open: who is killed leaves nothing behind. Its tables begin on the pages where they do in every vault that was migrated.
enum ConvertedFile {
    /// Makes it beside the vault, or in memory.
    static func make(
        beside files: VaultFiles, like vault: Connection, inMemory: Bool
    ) throws(LedgerError) -> Connection {
        let connection =
            if inMemory { try Connection(path: ":memory:") } else { try unnamed(beside: files) }
        let page = try vault.number("PRAGMA page_size") ?? 4096
        try connection.execute(text: "PRAGMA page_size = \(page)")
        // Nobody reads it after a crash.
        try connection.execute("PRAGMA journal_mode = MEMORY")
        try connection.execute("PRAGMA synchronous = OFF")
        try connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try connection.execute("PRAGMA cache_size = -32768")
        try connection.execute("BEGIN")
        try connection.execute(text: Schema.text(of: .audit))
        try Schema.make(in: connection)
        try connection.execute("COMMIT")
        return connection
    }

    private static func unnamed(beside files: VaultFiles) throws(LedgerError) -> Connection {
        let draft = try FileDraft(of: files.vault)
        return try Connection(path: draft.path)
    }
}
