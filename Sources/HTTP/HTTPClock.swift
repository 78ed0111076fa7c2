/// The time, and waiting; tests have one that never waits.
package struct HTTPClock {
    /// Seconds since 1970.
    package let seconds: () -> Int64
    /// Waits so many milliseconds.
    package let sleep: (Int64) -> Void

    /// Takes what tells the time, and what waits.
    package init(seconds: @escaping () -> Int64, sleep: @escaping (Int64) -> Void) {
        (self.seconds, self.sleep) = (seconds, sleep)
    }
}
