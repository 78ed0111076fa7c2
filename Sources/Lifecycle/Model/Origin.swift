package import Secrets

/// Who began an operation, and through which face of Lockstep.
package struct Origin: Hashable, Sendable {
    /// A face of Lockstep.
    package enum Interface: UInt8, Sendable, CaseIterable {
        /// `lockstep`, by itself.
        case commandLine = 1
        /// The agent, asked by a client.
        case agent = 2
    }

    /// The process that asked.
    package var caller: Caller
    /// What it asked through.
    package var interface: Interface

    /// Describes who began an operation.
    package init(_ caller: Caller, through interface: Interface) {
        (self.caller, self.interface) = (caller, interface)
    }
}

extension Origin: Coded {
    /// Writes the face, and the process.
    package func encode(to writer: inout Writer) {
        writer.byte(interface.rawValue)
        caller.encode(to: &writer)
    }

    /// Reads it; throws `later` for a face that is not known.
    package init(from reader: inout Reader) throws(SecretsError) {
        let interface = try reader.known(Interface.self)
        self.init(try Caller(from: &reader), through: interface)
    }
}
