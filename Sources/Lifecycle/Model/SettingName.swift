/// Names a setting that is sealed in the vault, so that no file, variable or restart changes it.
package enum SettingName: Hashable, Sendable {
    /// The program that asks a person for the agent.
    case askpass
    /// How long the reading log is kept: seconds, 64 bits; 400 days where it is not set.
    case auditKeep

    /// The name in the vault; it never changes once it is released.
    package var text: String {
        switch self {
        case .askpass: "askpass"
        case .auditKeep: "audit-keep"
        }
    }
}
