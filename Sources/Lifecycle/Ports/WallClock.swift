internal import Platform

/// The time, and waiting; tests have one that never waits.
package protocol WallClock: AnyObject {
    /// The present moment.
    var now: Instant { get }
    /// Whether somebody keeps it right; where not, an expiry may seem to have passed that has not.
    var isSynchronised: Bool { get }
    /// Waits.
    func sleep(milliseconds: Int64)
}

/// The machine's clock.
package final class SystemClock: WallClock {
    /// Takes the machine's clock as it is.
    package init() {}

    /// The present moment, by `clock_gettime(2)`.
    package var now: Instant { Instant(seconds: MachineClock.seconds) }

    /// Whether the kernel says that the time is kept right, by `adjtimex(2)`.
    package var isSynchronised: Bool { MachineClock.isSynchronised }

    /// Waits, by `nanosleep(2)`, again after an interruption.
    package func sleep(milliseconds: Int64) { MachineClock.sleep(milliseconds: milliseconds) }
}
