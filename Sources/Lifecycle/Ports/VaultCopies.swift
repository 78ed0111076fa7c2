package import Secrets

/// Copies of a vault: taking one, proving one, and making a vault of one again.
package protocol VaultCopies: AnyObject {
    /// Copies the vault as it is at one moment into a new file, whoever writes meanwhile. It takes no key, and proves nothing but that the
    /// file is what was read. Throws `exists`.
    func backUp(to path: String, at time: Instant) throws(LedgerError) -> BackupReport

    /// Does so into a folder, under a name with the date; with `keep` the oldest backups of this vault there are removed, once the new one is
    /// durable.
    func backUp(into folder: String, keeping keep: Int?, at time: Instant) throws(LedgerError) -> BackupReport

    /// Opens a backup with what unlocks the vault, and proves every row of it. Throws `foreign`, `newer`, `wrongKey`, `altered`.
    func check(backup path: String, _ unlocking: borrowing Unlocking) throws(LedgerError) -> CheckedBackup

    /// Makes a vault of a backup that was checked. It hands out nothing before `Change.compared`. Throws `exists`.
    func restore(
        backup path: String, with keyring: borrowing SecretBytes, noting entry: AuditEntry
    ) throws(LedgerError)

    /// Makes a new vault of what is proven to be whole in this one, which stays as it is. It hands out nothing before `Change.compared`.
    func extract(
        to path: String, _ unlocking: borrowing Unlocking, noting entry: AuditEntry
    ) throws(LedgerError) -> ExtractionReport
}

/// What a backup holds.
package struct BackupReport: Hashable, Sendable {
    /// Its file.
    package let path: String
    /// When it was taken, by the clock of the machine that took it.
    package let taken: Instant
    /// The vault's counter in it.
    package let counter: UInt64
    /// How many rows it has.
    package let rows: UInt64
    /// Older backups of this vault in the same folder that were removed.
    package var removed: [String] = []

    /// Describes it.
    package init(path: String, taken: Instant, counter: UInt64, rows: UInt64) {
        (self.path, self.taken, self.counter, self.rows) = (path, taken, counter, rows)
    }
}

/// A backup whose every row was proven.
package struct CheckedBackup: ~Copyable {
    /// How it stands to what this machine has seen of the vault.
    package enum Standing: Hashable, Sendable {
        /// This machine has not seen the vault, or it cannot be told.
        case unseen
        /// It is the newest state that this machine has seen, or a newer one.
        case newest
        /// This machine has seen a later change.
        case older(than: UInt64)
        /// The vault went another way since, up to a change.
        case forked(UInt64)
    }

    /// What it holds.
    package let report: BackupReport
    /// When the vault was changed last.
    package let changed: Instant?
    /// How many living tokens it has.
    package let tokens: Int
    /// How many accounts it has.
    package let accounts: Int
    /// How it stands.
    package let standing: Standing
    /// The keys that it was opened with.
    package let keyring: SecretBytes

    /// Joins them.
    package init(
        _ report: BackupReport, changed: Instant?, tokens: Int, accounts: Int, _ standing: Standing,
        keyring: consuming SecretBytes
    ) {
        (self.report, self.changed, self.tokens, self.accounts) = (report, changed, tokens, accounts)
        self.standing = standing
        self.keyring = keyring
    }
}

/// What came of a damaged vault.
package struct ExtractionReport: Hashable, Sendable {
    /// The labels of the tokens that are in the new vault.
    package var tokens: [Label] = []
    /// The accounts that are.
    package var accounts: [Label] = []
    /// What was read and is not whole, or depends on what is not.
    package var left: [Left] = []
    /// Rows that could not even be read.
    package var lost = 0

    /// Something that is not in the new vault.
    package enum Left: Hashable, Sendable {
        /// A token; its id at the provider is told, so that it can be revoked there.
        case token(Label, TokenID)
        case account(Label)
        case setting(String)
        case operation
        /// What was decided for a label: rules, hosts, policy.
        case label
    }

    /// Starts with nothing.
    package init() {}
}
