package import Lifecycle

/// What the program gives to the verbs: the rooms that this one does not know.
package struct Tools {
    /// Makes the door of the vault at a path; the second path is the folder for what this machine remembers.
    package var door: (_ vault: String, _ state: String) -> any VaultDoor
    /// The providers of all accounts.
    package var provider: any ProviderRouter
    /// The time.
    package var clock: any WallClock
    /// The version, such as `0.1.0`.
    package var version: String
    /// Passed before and after each durable step that none of them makes; tests end the process there.
    package var step: () -> Void = {}

    /// Joins them.
    package init(
        door: @escaping (String, String) -> any VaultDoor, provider: any ProviderRouter,
        clock: any WallClock, version: String
    ) {
        (self.door, self.provider) = (door, provider)
        (self.clock, self.version) = (clock, version)
    }
}
