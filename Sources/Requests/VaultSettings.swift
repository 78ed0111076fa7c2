/// What is set in a vault.
package struct VaultSettings: Hashable, Sendable {
    /// How long a machine keeps its hand-outs, in seconds.
    package let auditKeep: Int64
    /// The program with which the agent asks a person; `nil` for none.
    package let askpass: String?

    /// Joins them.
    package init(auditKeep: Int64, askpass: String?) { (self.auditKeep, self.askpass) = (auditKeep, askpass) }
}
