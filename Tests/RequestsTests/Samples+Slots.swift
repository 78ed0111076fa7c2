import Lifecycle
import Requests

extension Samples {
    /// A slot with all that a kind has beside its secret.
    static var sharesSlot: SlotOutline {
        var slot = SlotOutline(SlotID(), .shares)
        slot.shares = try? ShareSet([1, 2, 3, 4, 5, 6], threshold: 3, count: 5)
        slot.credential = [7, 8]
        return slot
    }
}
