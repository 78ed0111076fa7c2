internal import CPlatform
internal import Glibc

/// The machine's clocks.
package enum MachineClock {
    /// The time of day, in seconds since 1970 (clock_gettime(2)).
    package static var seconds: Int64 {
        var time = timespec()
        // It cannot fail: the clock is one that every Linux has.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec)
    }

    /// Whether something keeps the time of day right, such as NTP (adjtimex(2)); a clock that nobody keeps may be years off.
    package static var isSynchronised: Bool { lockstep_clock_is_synchronised() }

    /// Milliseconds since the machine started, sleep included: a clock that nobody sets.
    package static var monotonicMilliseconds: Int64 { lockstep_monotonic() }

    /// Waits (nanosleep(2)), again after an interruption.
    package static func sleep(milliseconds: Int64) {
        var left = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        var rest = timespec()
        while unsafe nanosleep(&left, &rest) != 0, errno == EINTR { left = rest }
    }
}
