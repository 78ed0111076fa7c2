package import Secrets

extension LedgerError: Coded {
    /// Writes the code, the part's word, and path and moment where there are any.
    package func encode(to writer: inout Writer) {
        writer.byte(code.rawValue)
        writer.string(part.rawValue)
        writer.value(path)
        writer.value(moment)
    }

    /// Reads a failure; a part that only a later version knows is nothing in particular.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.choice(Code.self), Part(rawValue: try reader.string()) ?? .unspecified)
        path = try reader.value()
        moment = try reader.value()
    }
}

extension Label.Problem: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .length(let count): writer.choice(1, count)
        case .controlCharacter: writer.byte(2)
        case .surroundingSpace: writer.byte(3)
        case .reserved: writer.byte(4)
        }
    }

    /// Reads a problem.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .length(try reader.value())
        case 2: self = .controlCharacter
        case 3: self = .surroundingSpace
        case 4: self = .reserved
        default: throw .malformed
        }
    }
}

extension UnreadableToken: Coded {
    /// Writes the id where there is one, and the flaw.
    package func encode(to writer: inout Writer) {
        writer.value(id)
        writer.value(flaw)
    }

    /// Reads a token that cannot be understood.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(id: try reader.value(), try reader.value())
    }
}

extension UnreadableToken.Flaw: Coded {}
