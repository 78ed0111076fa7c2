/// How the keys of a vault stand; no secret.
package struct KeyStanding: Hashable, Sendable {
    /// The number of the present epoch.
    package let epoch: UInt32
    /// How many slots open the vault.
    package let slots: Int
    /// How many of them came from version 1 and have one secret in common: whoever had it opens what is sealed to any of them.
    package let sharing: Int

    /// Describes it.
    package init(epoch: UInt32, slots: Int, sharing: Int) {
        (self.epoch, self.slots, self.sharing) = (epoch, slots, sharing)
    }
}
