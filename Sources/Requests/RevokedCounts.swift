/// How many of the tokens that were to be revoked are, and are not yet.
package struct RevokedCounts: Hashable, Sendable {
    /// Revoked and purged.
    package let revoked: Int
    /// In the journal, where `sync` goes on.
    package let pending: Int
    /// Not begun, or given up.
    package let failed: Int

    /// Joins them.
    package init(revoked: Int, pending: Int, failed: Int) {
        (self.revoked, self.pending, self.failed) = (revoked, pending, failed)
    }
}
