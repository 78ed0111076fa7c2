package import Lifecycle

/// That a vault has new keys, and everything in it is sealed under them.
package struct Rekeyed: Hashable, Sendable {
    /// The keys as they stand now.
    package let keys: KeyStanding
    /// Whether the token strings were sealed anew, too.
    package let isDeep: Bool
    /// When it was begun.
    package let began: Instant
    /// Whether it was begun earlier, was stopped, and is finished now.
    package let isResumed: Bool

    /// Describes it.
    package init(keys: KeyStanding, isDeep: Bool, began: Instant, isResumed: Bool) {
        (self.keys, self.isDeep) = (keys, isDeep)
        (self.began, self.isResumed) = (began, isResumed)
    }
}
