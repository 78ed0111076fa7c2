package import Secrets

extension AdoptPlan: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(label, account, id)
    }

    /// Reads a plan.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), try reader.value(), id: try reader.value())
    }
}

extension LoginPlan: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(account, before, weaknesses)
    }

    /// Reads a plan.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), inPlaceOf: try reader.value(), try reader.value())
    }
}

extension Weakness: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .cannotCreate: writer.byte(1)
        case .lacks(let scopes): writer.choice(2, scopes)
        case .expiresSooner: writer.byte(3)
        }
    }

    /// Reads a weakness.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .cannotCreate
        case 2: self = .lacks(try reader.value())
        case 3: self = .expiresSooner
        default: throw .malformed
        }
    }
}

extension RevokePlan: Coded {
    /// Writes the tokens, and whether the policies stay.
    package func encode(to writer: inout Writer) {
        writer.values(tokens)
        writer.flag(keepsPolicies)
    }

    /// Reads a plan.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.values())
        keepsPolicies = try reader.flag()
    }
}

extension UnmanagedPlan: Coded {
    /// Writes the account and the token.
    package func encode(to writer: inout Writer) {
        writer.value(account)
        writer.value(token)
    }

    /// Reads a plan.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), try reader.value())
    }
}
