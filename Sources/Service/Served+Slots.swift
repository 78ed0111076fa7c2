package import Lifecycle
package import Requests

extension SlotsRequest: Served {
    /// The ways to unlock the vault.
    package func perform(by service: Service) throws(Failure) -> [SlotOutline] { try service.slots() }
}
