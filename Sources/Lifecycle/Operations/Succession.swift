/// What a new token follows under its label.
package struct Succession: Hashable, Sendable {
    /// The record that the label names until then.
    package let predecessor: RecordID
    /// The number of the new generation.
    package let generation: UInt32

    /// Names the record before, and the number that comes next.
    package init(after predecessor: RecordID, generation: UInt32) {
        (self.predecessor, self.generation) = (predecessor, generation)
    }
}
