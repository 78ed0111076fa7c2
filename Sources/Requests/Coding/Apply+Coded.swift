package import Secrets

extension TokenSpec: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(label, account, scopes, isFullAccess, expiry, policy)
    }

    /// Reads a spec.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value())
        (account, scopes, isFullAccess) = (try reader.value(), try reader.value(), try reader.value())
        (expiry, policy) = (try reader.value(), try reader.value())
    }
}

extension ApplyStep: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(action, label, before, spec, causes, policy)
    }

    /// Reads a step.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.value(), try reader.value(), before: try reader.value(), spec: try reader.value(),
            causes: try reader.value(), policy: try reader.value())
    }
}

extension ApplyStep.Action: Coded {}

extension ApplyStep.Cause: Coded {}

extension ApplyPlan: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(steps, unchanged, account, interrupted)
    }

    /// Reads a plan.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.value(), unchanged: try reader.value(), account: try reader.value(),
            interrupted: try reader.value())
    }
}

extension Applied: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(step, failure, isSkipped)
    }

    /// Reads what became of a step.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), try reader.value(), isSkipped: try reader.value())
    }
}

extension SpecFlaw: Coded {
    /// Writes what is wrong, and with which token.
    package func encode(to writer: inout Writer) {
        writer.fields(fault, place, label)
    }

    /// Reads what is wrong.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), at: try reader.value(), try reader.value())
    }
}

extension SpecFlaw.Fault: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .malformed(let line, let column): writer.choice(1, line, column)
        case .form: writer.byte(2)
        case .version: writer.byte(3)
        case .tooMany: writer.byte(4)
        case .unknownKey(let key): writer.choice(5, key)
        case .missing(let key): writer.choice(6, key)
        case .type(let key): writer.choice(7, key)
        case .label(let text, let problem): writer.choice(8, text, problem)
        case .duplicate: writer.byte(9)
        case .expiryAndLifetime: writer.byte(10)
        case .relative(let text): writer.choice(11, text)
        }
    }

    /// Reads what is wrong.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .malformed(line: try reader.value(), column: try reader.value())
        case 2: self = .form
        case 3: self = .version
        case 4: self = .tooMany
        case 5: self = .unknownKey(try reader.value())
        case 6: self = .missing(try reader.value())
        case 7: self = .type(try reader.value())
        case 8: self = .label(try reader.value(), try reader.value())
        case 9: self = .duplicate
        case 10: self = .expiryAndLifetime
        case 11: self = .relative(try reader.value())
        default: throw .malformed
        }
    }
}
