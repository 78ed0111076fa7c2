internal import CPlatform

/// Whether what this process does is to be brought to rest: nothing new is begun then.
package enum Halting {
    /// How long what runs may take to come to rest, in seconds; then the process is ended (SIGALRM).
    package static let grace: UInt32 = 30

    /// Whether it is.
    package static var isWanted: Bool { lockstep_is_halted() }

    /// Has it wanted once the other end of a socket is gone, or says no more; throws what the system says.
    package static func withoutPeer(_ socket: Int32) throws(SystemError) {
        try check(lockstep_halt_without_peer(socket, grace))
    }

    /// Has it wanted at the first interrupt (SIGINT), and the process ended by the next. Where what runs is another process's, the
    /// interrupt is passed on: nothing more is written to the socket that leads there.
    package static func onInterrupt(passedTo socket: Int32 = -1) throws(SystemError) {
        try check(lockstep_halt_on_interrupt(socket, grace + (socket >= 0 ? 1 : 0)))
    }

    private static func check(_ result: Int32) throws(SystemError) {
        guard result == 0 else { throw SystemError(-result) }
    }
}
