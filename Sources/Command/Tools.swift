package import Lifecycle
package import Secrets

/// What the program gives to the verbs: the rooms that this one does not know.
package struct Tools {
    /// Makes the door of the vault at a path; the second path is the folder for what this machine remembers.
    package var door: (_ vault: String, _ state: String) -> any VaultDoor
    /// Makes the ledger of a depositor.
    package var depositing: Depositing
    /// The providers of all accounts.
    package var provider: any ProviderRouter
    /// The time.
    package var clock: any WallClock
    /// The version, such as `0.1.0`.
    package var version: String
    /// Passed before and after each durable step that none of them makes; tests end the process there.
    package var step: () -> Void = {}

    /// Makes the ledger of who can only deposit: of a ticket, the key that signs, and a provisioning token; in a folder, or beside the
    /// vault of a path. `step` is passed before and after each durable step.
    package typealias Depositing = (
        _ ticket: DepositTicket, _ key: consuming SigningKey, _ token: consuming SecretBytes,
        _ folder: String?, _ vault: String, _ step: @escaping () -> Void
    ) -> any DepositWriting

    /// Joins them.
    package init(
        door: @escaping (String, String) -> any VaultDoor, depositing: @escaping Depositing,
        provider: any ProviderRouter, clock: any WallClock, version: String
    ) {
        (self.door, self.depositing, self.provider) = (door, depositing, provider)
        (self.clock, self.version) = (clock, version)
    }
}
