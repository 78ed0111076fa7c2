public import Lifecycle

/// What the program gives to the verbs: the rooms that this one does not know.
public struct Tools {
    /// Makes the door of the vault at a path; the second path is the folder for what this machine remembers.
    public var door: (_ vault: String, _ state: String) -> any VaultDoor
    /// The providers of all accounts.
    public var provider: any ProviderRouter
    /// What of the environment decides how the provider at an address is reached; `nil` when nothing does.
    public var networkWarning: (_ address: ProviderAddress) -> Warning?
    /// The time.
    public var clock: any WallClock
    /// The version, such as `0.1.0`.
    public var version: String

    /// Joins them.
    public init(
        door: @escaping (String, String) -> any VaultDoor, provider: any ProviderRouter,
        networkWarning: @escaping (ProviderAddress) -> Warning?, clock: any WallClock, version: String
    ) {
        (self.door, self.provider, self.networkWarning) = (door, provider, networkWarning)
        (self.clock, self.version) = (clock, version)
    }
}
