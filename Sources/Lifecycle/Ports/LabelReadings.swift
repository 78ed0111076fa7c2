/// Who has read the token of a label, as far as the reading log knows.
package struct LabelReadings: Hashable, Sendable {
    /// How often it was handed out.
    package var count: UInt64 = 0
    /// When first.
    package var first: Instant?
    /// When last.
    package var last: Instant?
    /// Who it was handed out to.
    package var readers: [Reader] = []
    /// Whether `readers` has all of them: of a generation so many are kept apart, and no more.
    package var isComplete = true

    /// The most readers of a generation that are kept apart.
    package static let mostReaders = 64

    /// Starts with nobody.
    package init() {}

    /// A program, and how often it had a generation of the token.
    package struct Reader: Hashable, Sendable {
        /// The path of its executable; empty when the kernel did not say.
        package var executable: String
        /// The systemd unit that it belonged to; empty for none.
        package var unit: String
        /// The user id.
        package var user: UInt32
        /// The generation of the token.
        package var generation: UInt32
        /// When first.
        package var first: Instant
        /// When last.
        package var last: Instant
        /// How often.
        package var count: UInt64

        /// Describes a reader.
        package init(
            executable: String, unit: String, user: UInt32, generation: UInt32, first: Instant,
            last: Instant, count: UInt64
        ) {
            (self.executable, self.unit, self.user) = (executable, unit, user)
            (self.generation, self.first, self.last, self.count) = (generation, first, last, count)
        }
    }
}
