internal import CPlatform

/// What the kernel says of the time of day. It stands here because everything above may not call the system.
package enum MachineClock {
    /// Whether something keeps it right, such as NTP (adjtimex(2)); a clock that nobody keeps may be years off.
    package static var isSynchronised: Bool { lockstep_clock_is_synchronised() }
}
