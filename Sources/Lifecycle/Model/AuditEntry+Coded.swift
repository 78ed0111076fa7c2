package import Secrets

extension AuditEntry: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.byte(event.rawValue)
        time.encode(to: &writer)
        writer.string(label)
        writer.value(token)
        writer.value(generation)
        writer.string(detail)
        writer.value(caller)
        writer.value(interface)
    }

    /// Reads an entry; an event of a later version is told as it is.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            AuditEvent(number: try reader.byte()), time: try Instant(from: &reader),
            label: try reader.string(), token: try reader.value(), generation: try reader.value(),
            detail: try reader.string(), caller: try reader.value(), interface: try reader.value())
    }
}

extension Origin.Interface: Coded {}

extension Caller: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.number(pid)
        writer.number(user)
        writer.string(executable)
        writer.string(unit)
    }

    /// Reads a caller.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            pid: try reader.number(), user: try reader.number(), executable: try reader.string(),
            unit: try reader.string())
    }
}
