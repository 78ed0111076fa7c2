package import Lifecycle

/// A clock that stands still until a test moves it; waiting moves it too, and takes no time.
package final class ManualClock: WallClock {
    /// The present moment.
    package var now: Instant
    /// Whether it counts as kept right.
    package var isSynchronised = true
    /// How long was waited altogether, in milliseconds.
    package private(set) var waited: Int64 = 0

    /// Starts on 2026-11-24 at noon, or where a test says.
    package init(_ now: Instant = Instant(seconds: 1_795_521_600)) { self.now = now }

    /// Lets time pass at once.
    package func sleep(milliseconds: Int64) {
        waited += milliseconds
        now = now.advanced(by: (milliseconds + 999) / 1000)
    }
}
