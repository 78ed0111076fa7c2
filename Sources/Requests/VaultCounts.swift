package import Lifecycle

/// What is in a vault, counted.
package struct VaultCounts: Hashable, Sendable {
    /// Living tokens.
    package let tokens: Int
    /// Those of them that expire soon, or have expired.
    package let expiring: Int
    /// Operations that are over but for a request which may still arrive.
    package let watching: Int
    /// Operations that are not finished.
    package let pending: [PendingView]
    /// The accounts, by name.
    package let accounts: [Account]
    /// What is set about changes of tokens.
    package let changes: ChangeSettings
    /// What has changed lately, and how far the change log goes.
    package let recent: RecentChanges?
    /// The newest change of the copy that the vault was restored from, for as long as it was not compared with every provider since:
    /// until then it hands out nothing.
    package let restored: Instant?
    /// What others have deposited, and is not taken in.
    package var deposits = 0

    /// Joins them.
    package init(
        tokens: Int, expiring: Int, watching: Int, pending: [PendingView], accounts: [Account],
        changes: ChangeSettings = ChangeSettings(), recent: RecentChanges? = nil, restored: Instant? = nil
    ) {
        (self.changes, self.recent, self.restored) = (changes, recent, restored)
        (self.tokens, self.expiring, self.watching) = (tokens, expiring, watching)
        (self.pending, self.accounts) = (pending, accounts)
    }
}
