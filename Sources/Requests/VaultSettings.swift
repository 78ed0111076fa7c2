package import Lifecycle

/// What is set in a vault.
package struct VaultSettings: Hashable, Sendable {
    /// How long a machine keeps its hand-outs, in seconds.
    package let auditKeep: Int64
    /// The program that asks a person; `nil` for none.
    package let askpass: String?
    /// The program that the agent tells of renewals, revocations, failures and warnings; `nil` for none.
    package let hook: String?
    /// What is said about changes of tokens.
    package let changes: ChangeSettings

    /// The folder into which the agent copies the vault once a day; `nil` for none.
    package let backup: String?

    /// Joins them.
    package init(
        auditKeep: Int64, askpass: String?, hook: String? = nil, changes: ChangeSettings,
        backup: String? = nil
    ) {
        (self.auditKeep, self.askpass, self.hook, self.changes) = (auditKeep, askpass, hook, changes)
        self.backup = backup
    }
}
