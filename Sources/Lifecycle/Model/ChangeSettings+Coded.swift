package import Secrets

extension ChangeSettings: Coded {
    /// Writes all of it, also where it is as usual.
    package func encode(to writer: inout Writer) {
        writer.flag(isHandsOutOnly)
        writer.value(ceiling)
        writer.number(UInt32(clamping: changesAnHour))
        writer.values(managers)
    }

    /// Reads it; only what can be set is accepted.
    package init(from reader: inout Reader) throws(SecretsError) {
        isHandsOutOnly = try reader.flag()
        ceiling = try reader.value()
        let most: UInt32 = try reader.number()
        managers = try reader.values()
        guard ChangeSettings.changesAnHour.contains(Int(most)), managers.allSatisfy(\.manages),
            managers.count <= Grant.most
        else { throw .malformed }
        changesAnHour = Int(most)
    }
}

extension Ceiling: Coded {
    /// Writes a length, and the fields.
    package func encode(to writer: inout Writer) { writer.bytes(fields.bytes) }

    /// Reads a ceiling.
    package init(from reader: inout Reader) throws(SecretsError) {
        var part = try reader.part()
        try self.init(fieldsFrom: &part)
    }
}

extension Ceiling.Excess: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .scopes(let scopes, let allowed): writer.choice(1, scopes, allowed)
        case .lifetime(let most): writer.choice(2, most)
        }
    }

    /// Reads it.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .scopes(try reader.value(), allowed: try reader.value())
        case 2: self = .lifetime(try reader.value())
        default: throw .malformed
        }
    }
}
