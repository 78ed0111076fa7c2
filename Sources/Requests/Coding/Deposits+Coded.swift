package import Lifecycle
package import Secrets

extension DepositView: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(file, depositor, label, token, state, flaw)
        writer.value(failure)
    }

    /// Reads a deposit.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), nil)
        (depositor, label, token) = (try reader.value(), try reader.value(), try reader.value())
        (state, flaw) = (try reader.value(), try reader.value())
        failure = try reader.value()
    }
}

extension DepositView.State: Coded {}
extension DepositFlaw: Coded {}

extension DepositorFlaw: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .none(let name): writer.choice(1, name)
        case .taken(let name): writer.choice(2, name)
        case .tooMany: writer.byte(3)
        }
    }

    /// Reads a flaw.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .none(try reader.value())
        case 2: self = .taken(try reader.value())
        case 3: self = .tooMany
        default: throw .malformed
        }
    }
}
