/// How far the operations that a driver runs at once are.
public struct Progress: Hashable, Sendable {
    /// How many were started.
    public var total: Int
    /// How many have done all that they ask of the provider.
    public var through = 0
    /// How many ended otherwise: pending, or failed.
    public var heldUp = 0

    /// Starts with so many operations.
    public init(total: Int, through: Int = 0, heldUp: Int = 0) {
        (self.total, self.through, self.heldUp) = (total, through, heldUp)
    }

    /// Whether none is left.
    public var isOver: Bool { through + heldUp == total }
}
