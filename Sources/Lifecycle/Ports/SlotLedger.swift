package import Secrets

/// The unlocked vault, as who changes the ways to unlock it sees it.
package protocol SlotLedger: AnyObject {
    /// All slots that are whole, with their notes, in the order in which they are tried.
    func slots() throws(LedgerError) -> [SlotOutline]
    /// The slot that has opened this vault; `nil` where it was opened with keys, or is one of format 1 that nobody has changed yet.
    var opener: SlotID? { get }
    /// Makes a slot, which a change then adds. A passphrase takes its time, on purpose.
    func slot(
        _ new: borrowing NewSlot, cost: PassphraseCost, _ note: SlotNote
    ) throws(LedgerError) -> SlotChange.Added
}
