/// What is to be set in a vault, as a person writes it; `nil` for what stays as it is.
package struct SettingsChange: Hashable, Sendable {
    /// How long a machine keeps its hand-outs: `90d`.
    package var auditKeep: String?
    /// Whether the agent only hands out and looks: `on` or `off`.
    package var handsOutOnly: String?
    /// The most scopes that a token may have which is created through the agent: `linodes:rw,domains:ro`, or `none`.
    package var ceiling: String?
    /// How long such a token may live: `90d`, or `none`.
    package var maxLifetime: String?
    /// How many changes an hour the agent makes.
    package var changesAnHour: String?
    /// The folder into which the agent copies the vault once a day, from the root; or `none`.
    package var backup: String?

    /// Changes nothing yet.
    package init() {}

    /// Whether nothing is to be set.
    package var isEmpty: Bool { self == SettingsChange() }
}
