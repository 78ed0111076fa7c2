/// Names a setting that is sealed in the vault, so that no file, variable or restart changes it.
package enum SettingName: Hashable, Sendable {
    /// The program that asks a person for the agent.
    case askpass
    /// The program that the agent tells of renewals, revocations, failures and warnings.
    case hook
    /// How long the reading log is kept: seconds, 64 bits; 400 days where it is not set.
    case auditKeep
    /// Whether the agent only hands out and looks: the byte 1.
    case handsOutOnly
    /// The most that a token may be which is created through the agent: a `Ceiling`.
    case ceiling
    /// How many changes an hour the agent makes: 32 bits; 60 where it is not set.
    case changesAnHour
    /// The rules that say who may change tokens.
    case managers
    /// What the ways to unlock the vault are called, and since when they are there: `SlotNotes`.
    case slots
    /// The folder into which the agent copies the vault once a day: its path.
    case backup
    /// Who may put new tokens into the vault: `Depositor`.
    case depositors

    /// The name in the vault; it never changes once it is released.
    package var text: String {
        switch self {
        case .askpass: "askpass"
        case .hook: "hook"
        case .auditKeep: "audit-keep"
        case .handsOutOnly: "hands-out-only"
        case .ceiling: "ceiling"
        case .changesAnHour: "changes-per-hour"
        case .managers: "managers"
        case .slots: "slots"
        case .backup: "backup"
        case .depositors: "depositors"
        }
    }
}
