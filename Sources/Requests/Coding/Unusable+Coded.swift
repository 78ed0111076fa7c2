package import Secrets

// The numbers never change; that of a case that is gone is not given again.

extension Unusable: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .label(let text, let problem): writer.choice(1, text, problem)
        case .scopes(let flaw): writer.choice(2, flaw)
        case .time(let flaw): writer.choice(3, flaw)
        case .naming(let flaw): writer.choice(4, flaw)
        case .severalAccounts(let names): writer.choice(5, names)
        case .event(let text): writer.choice(6, text)
        case .limit(let text): writer.choice(7, text)
        case .setting(let flaw): writer.choice(8, flaw)
        case .policy(let flaw): writer.choice(9, flaw)
        case .spec(let flaw): writer.choice(10, flaw)
        case .token(let place, let label, let why): writer.choice(11, place, label, why)
        }
    }

    /// Reads what is wrong.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .label(try reader.value(), try reader.value())
        case 2: self = .scopes(try reader.value())
        case 3: self = .time(try reader.value())
        case 4: self = .naming(try reader.value())
        case 5: self = .severalAccounts(try reader.value())
        case 6: self = .event(try reader.value())
        case 7: self = .limit(try reader.value())
        case 8: self = .setting(try reader.value())
        case 9: self = .policy(try reader.value())
        case 10: self = .spec(try reader.value())
        case 11: self = .token(try reader.value(), try reader.value(), try reader.value())
        default: throw .malformed
        }
    }
}

extension SettingFlaw: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .toggle(let text): writer.choice(1, text)
        case .lifetime(let text): writer.choice(2, text)
        case .changes(let text): writer.choice(3, text)
        }
    }

    /// Reads what is wrong.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .toggle(try reader.value())
        case 2: self = .lifetime(try reader.value())
        case 3: self = .changes(try reader.value())
        default: throw .malformed
        }
    }
}

extension ScopeFlaw: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .missing: writer.byte(1)
        case .besideFullAccess: writer.byte(2)
        case .unknown(let name, let nearest): writer.choice(3, name, nearest)
        case .level(let text): writer.choice(4, text)
        case .noReadOnly(let name): writer.choice(5, name)
        case .form(let text): writer.choice(6, text)
        }
    }

    /// Reads what is wrong.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .missing
        case 2: self = .besideFullAccess
        case 3: self = .unknown(try reader.value(), nearest: try reader.value())
        case 4: self = .level(try reader.value())
        case 5: self = .noReadOnly(try reader.value())
        case 6: self = .form(try reader.value())
        default: throw .malformed
        }
    }
}

extension TimeFlaw: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .missing: writer.byte(1)
        case .expiry(let text): writer.choice(2, text)
        case .past(let moment): writer.choice(3, moment)
        case .distant(let moment): writer.choice(4, moment)
        case .duration(let text): writer.choice(5, text)
        case .moment(let text): writer.choice(6, text)
        case .keep(let text): writer.choice(7, text)
        case .endless: writer.byte(8)
        }
    }

    /// Reads what is wrong.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .missing
        case 2: self = .expiry(try reader.value())
        case 3: self = .past(try reader.value())
        case 4: self = .distant(try reader.value())
        case 5: self = .duration(try reader.value())
        case 6: self = .moment(try reader.value())
        case 7: self = .keep(try reader.value())
        case 8: self = .endless
        default: throw .malformed
        }
    }
}

extension NamingFlaw: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .missing: writer.byte(1)
        case .labelsAndAll: writer.byte(2)
        case .sameLabel: writer.byte(3)
        case .idAndPrefix: writer.byte(4)
        case .id(let text): writer.choice(5, text)
        case .longPrefix(let count): writer.choice(6, count)
        case .shortPrefix(let count): writer.choice(7, count)
        }
    }

    /// Reads what is wrong.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .missing
        case 2: self = .labelsAndAll
        case 3: self = .sameLabel
        case 4: self = .idAndPrefix
        case 5: self = .id(try reader.value())
        case 6: self = .longPrefix(try reader.value())
        case 7: self = .shortPrefix(try reader.value())
        default: throw .malformed
        }
    }
}
