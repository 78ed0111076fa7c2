/// A process that asked for something, as the kernel describes it.
package struct Caller: Hashable, Sendable {
    /// The process id.
    package var pid: Int32
    /// The user id.
    package var user: UInt32
    /// The path of its executable; empty when the kernel does not say.
    package var executable: String
    /// The systemd unit that it belongs to; empty when there is none.
    package var unit: String

    /// Describes a caller.
    package init(pid: Int32, user: UInt32, executable: String, unit: String = "") {
        self.pid = pid
        self.user = user
        self.executable = executable
        self.unit = unit
    }
}
