internal import Glibc
internal import Secrets

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
    package var now: Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(seconds: Int64(time.tv_sec))
    }

    /// Whether the kernel says that the time is kept right, by `adjtimex(2)`.
    package var isSynchronised: Bool { MachineClock.isSynchronised }

    /// Waits, by `nanosleep(2)`, again after an interruption.
    package func sleep(milliseconds: Int64) {
        var left = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        var rest = timespec()
        while unsafe nanosleep(&left, &rest) != 0, errno == EINTR { left = rest }
    }
}
