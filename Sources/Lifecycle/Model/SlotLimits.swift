/// What a vault's slots are bounded by: whoever opens it works for all of them at most.
package enum SlotLimits {
    /// The most that a vault has.
    package static let most = 16
    /// The most that trying all passphrases may cost, in passes over a KiB: 8 GiB-passes, about eight seconds.
    package static let mostWork: UInt64 = 8 << 20

    /// Whether a slot can be called so: one line of visible characters.
    package static func isName(_ text: String) -> Bool {
        (1...SlotNote.longest).contains(text.utf8.count) && (try? Label(text)) != nil
    }
}
