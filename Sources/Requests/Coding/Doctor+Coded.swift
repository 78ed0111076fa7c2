package import Secrets

extension DoctorResult: Coded {
    /// Writes what was found in the vault, in the log and around.
    package func encode(to writer: inout Writer) {
        writer.fields(found, isOpen, readings, findings)
    }

    /// Reads what was found.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), isOpen: try reader.value())
        (readings, findings) = (try reader.value(), try reader.value())
    }
}

extension DoctorResult.Finding: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .unwritable(let folder): writer.choice(1, folder)
        case .log(let warning): writer.choice(2, warning)
        case .pending(let operation): writer.choice(3, operation)
        case .account(let name, let flag): writer.choice(4, name, flag)
        }
    }

    /// Reads a finding.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .unwritable(try reader.value())
        case 2: self = .log(try reader.value())
        case 3: self = .pending(try reader.value())
        case 4: self = .account(try reader.value(), try reader.value())
        default: throw .malformed
        }
    }
}

extension TokenFlag: Coded {}
