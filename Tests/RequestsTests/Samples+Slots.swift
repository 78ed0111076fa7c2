import Lifecycle
import Requests
import TestSupport

extension Samples {
    /// A slot with all that a kind has beside its secret.
    static var sharesSlot: SlotOutline {
        var slot = SlotOutline(SlotID(), .shares)
        slot.shares = try? ShareSet([1, 2, 3, 4, 5, 6], threshold: 3, count: 5)
        slot.credential = [7, 8]
        return slot
    }

    /// A deposit of each state, whole or with what is wrong with it.
    static var deposits: [DepositView] {
        DepositView.State.allCases.map { state in
            var view = DepositView("/v/vault.db-deposits/00.deposit", state == .left ? .forged : nil)
            (view.depositor, view.label, view.token) = (Samples.label, .vault, 4711)
            (view.state, view.failure) = (state, state == .pending ? .elsewhere : nil)
            return view
        }
    }
}
