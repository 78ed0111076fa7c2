/// How `lockstep-agent` ends, for whoever started it.
package enum AgentExit: Int32, Sendable {
    case done = 0
    /// Another process traces it.
    case traced = 1
    case usage = 2
    /// An agent listens at its place already.
    case taken = 10
    /// There is no place for its socket, or the system refuses one.
    case noSocket = 11
}
