package import Lifecycle

/// What is set in a vault.
package struct VaultSettings: Hashable, Sendable {
    /// How long a machine keeps its hand-outs, in seconds.
    package let auditKeep: Int64
    /// The program that asks a person; `nil` for none.
    package let askpass: String?
    /// What is said about changes of tokens.
    package let changes: ChangeSettings

    /// Joins them.
    package init(auditKeep: Int64, askpass: String?, changes: ChangeSettings) {
        (self.auditKeep, self.askpass, self.changes) = (auditKeep, askpass, changes)
    }
}
