#if DEBUG
    internal import Lifecycle

    /// Counts the points that are passed, and stops the process at one of them: from there on nothing reaches the vault or
    /// the provider any more, as if it had been killed.
    package final class Tripwire: Failpoints {
        /// How many points were passed.
        package var points = 0
        private let last: Int
        /// Stops after so many points.
        package init(at last: Int) { self.last = last }
        /// Whether it has stopped.
        package var isDead: Bool { points > last }

        /// Passes a point, unless it has stopped.
        package func pass() -> Bool {
            points += 1
            return !isDead
        }
    }
#endif
