package import Secrets

/// What rules look at of whoever asks: what the kernel says, never what a program says of itself.
package struct CallerFacts: Hashable, Sendable {
    /// The process, with the unit that it belongs to.
    package var caller: Caller
    /// The path of its control group; empty when it is not known.
    package var cgroup: String
    /// What rules that name an executable compare with.
    package var executable: Executable

    /// Whether it was proved which program asks.
    package enum Executable: Hashable, Sendable {
        /// No rule wanted to know so far.
        case unasked
        /// The caller was looked at, challenged, and looked at again: this is the path of its executable.
        case proven(String)
        /// It could not be told.
        case unproven
        /// The kernel hides the process from whoever has to look at it, as /proc with `hidepid` does.
        case hidden
    }

    /// Joins them.
    package init(_ caller: Caller, cgroup: String, executable: Executable = .unasked) {
        (self.caller, self.cgroup, self.executable) = (caller, cgroup, executable)
    }
}

extension CallerFacts: Coded {
    /// Writes the process, its control group, and what is proved of its executable.
    package func encode(to writer: inout Writer) {
        writer.value(caller)
        writer.value(cgroup)
        switch executable {
        case .unasked: writer.byte(1)
        case .unproven: writer.byte(2)
        case .hidden: writer.byte(4)
        case .proven(let path): writer.choice(3, path)
        }
    }

    /// Reads them.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), cgroup: try reader.value())
        switch try reader.byte() {
        case 1: executable = .unasked
        case 2: executable = .unproven
        case 4: executable = .hidden
        case 3: executable = .proven(try reader.value())
        default: throw .malformed
        }
    }
}
