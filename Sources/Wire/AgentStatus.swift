/// How an agent stands.
package struct AgentStatus: Hashable, Sendable {
    /// Its process id.
    package var pid: Int32
    /// Whether it holds no key.
    package var isLocked: Bool
    /// The vault that it serves.
    package var vault: String
    /// After so many seconds without use it locks itself; 0 for never.
    package var idle: UInt32

    /// Describes one.
    package init(pid: Int32, isLocked: Bool, vault: String, idle: UInt32) {
        (self.pid, self.isLocked, self.vault, self.idle) = (pid, isLocked, vault, idle)
    }
}
