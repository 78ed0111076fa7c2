package import Secrets

/// How an agent stands.
package struct AgentStatus: Hashable, Sendable, Coded {
    /// Its process id.
    package var pid: Int32
    /// Whether it holds no key.
    package var isLocked: Bool
    /// The vault that it serves.
    package var vault: String
    /// After so many seconds without use it locks itself; 0 for never.
    package var idle: UInt32
    /// So many seconds after it was unlocked it locks itself, however busy it is; 0 for never.
    package var max: UInt32
    /// Whether its socket was passed to it, so that who asks next starts it again when it has ended.
    package var comesAgain: Bool

    /// Describes one.
    package init(
        pid: Int32, isLocked: Bool, vault: String, idle: UInt32, max: UInt32, comesAgain: Bool
    ) {
        (self.pid, self.isLocked, self.vault) = (pid, isLocked, vault)
        (self.idle, self.max, self.comesAgain) = (idle, max, comesAgain)
    }

    /// Writes all of it.
    package func encode(to writer: inout Writer) {
        writer.number(pid)
        writer.flag(isLocked)
        writer.string(vault)
        writer.number(idle)
        writer.number(max)
        writer.flag(comesAgain)
    }

    /// Reads it strictly.
    package init(from reader: inout Reader) throws(SecretsError) {
        (pid, isLocked, vault) = (try reader.number(), try reader.flag(), try reader.string())
        (idle, max, comesAgain) = (try reader.number(), try reader.number(), try reader.flag())
    }
}
