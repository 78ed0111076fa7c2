internal import CPlatform

/// What the kernel says of the time of day. It stands here because everything above may not call the system.
public enum MachineClock {
    /// Whether something keeps it right, such as NTP (adjtimex(2)); a clock that nobody keeps may be years off.
    public static var isSynchronised: Bool { lockstep_clock_is_synchronised() }
}
