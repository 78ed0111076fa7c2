/// Names a setting that is sealed in the vault, so that no file, variable or restart changes it.
package enum SettingName: Hashable, Sendable {
    /// The program that asks a person for the agent.
    case askpass
    /// The hosts that a record's token string may be sent to. A new token under an old label is another record.
    case hosts(of: RecordID)

    /// The name in the vault; it never changes once it is released.
    package var text: String {
        switch self {
        case .askpass: "askpass"
        case .hosts(let record): "hosts/\(record.hex)"
        }
    }
}
