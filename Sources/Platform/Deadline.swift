internal import Glibc

/// A moment that is waited for at most, by a clock that nobody sets and that stands still while the machine sleeps.
package struct Deadline: Hashable, Sendable {
    private let moment: Int64

    /// So many milliseconds from now on.
    package init(milliseconds: Int) { moment = Deadline.now + Int64(milliseconds) }

    /// Milliseconds until then; 0 when it has passed.
    package var left: Int32 { Int32(clamping: max(0, moment - Deadline.now)) }

    private static var now: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
