internal import Lifecycle
package import Secrets

extension TokenSelection: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(labels, isAll, patterns, isExpired, expiring)
        writer.fields(generation, account)
    }

    /// Reads a selection; no label stands twice in it.
    package init(from reader: inout Reader) throws(SecretsError) {
        let named: [Label] = try reader.value()
        self.init(
            labels: named, isAll: try reader.value(), patterns: try reader.value(),
            isExpired: try reader.value(), expiring: try reader.value(),
            generation: try reader.value(), account: try reader.value())
        guard labels.count == named.count else { throw .malformed }
    }
}

extension RemoteName: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .id(let id): writer.choice(1, id)
        case .prefix(let text): writer.choice(2, text)
        case .string: writer.byte(3)
        }
    }

    /// Reads a name.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .id(try reader.value())
        case 2: self = .prefix(try reader.value())
        case 3: self = .string
        default: throw .malformed
        }
    }
}
