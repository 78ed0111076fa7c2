/// How far the operations that a driver runs at once are.
package struct Progress: Hashable, Sendable {
    /// How many were started.
    package var total: Int
    /// How many have done all that they ask of the provider.
    package var through = 0
    /// How many ended otherwise: pending, or failed.
    package var heldUp = 0

    /// Starts with so many operations.
    package init(total: Int, through: Int = 0, heldUp: Int = 0) {
        (self.total, self.through, self.heldUp) = (total, through, heldUp)
    }

    /// Whether none is left.
    package var isOver: Bool { through + heldUp == total }
}
