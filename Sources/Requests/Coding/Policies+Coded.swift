package import Secrets

extension PolicyWords: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(lifetime, renewal, overlap, owner, purpose, tags, lost, isCleared)
    }

    /// Reads what is to be decided.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init()
        (lifetime, renewal, overlap) = (try reader.value(), try reader.value(), try reader.value())
        (owner, purpose) = (try reader.value(), try reader.value())
        (tags, lost, isCleared) = (try reader.value(), try reader.value(), try reader.value())
    }
}

extension PolicyView: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(label, policy, record)
    }

    /// Reads what is decided.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), try reader.value(), of: try reader.value())
    }
}

extension PolicyFlaw: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .lifetime(let text): writer.choice(1, text)
        case .renewal(let text): writer.choice(2, text)
        case .overlap(let text): writer.choice(3, text)
        case .owner: writer.byte(4)
        case .purpose: writer.byte(5)
        case .tag(let text): writer.choice(6, text)
        case .bothWays(let tag): writer.choice(7, tag)
        case .tooManyTags: writer.byte(8)
        case .noLifetime: writer.byte(9)
        }
    }

    /// Reads what is wrong.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .lifetime(try reader.value())
        case 2: self = .renewal(try reader.value())
        case 3: self = .overlap(try reader.value())
        case 4: self = .owner
        case 5: self = .purpose
        case 6: self = .tag(try reader.value())
        case 7: self = .bothWays(try reader.value())
        case 8: self = .tooManyTags
        case 9: self = .noLifetime
        default: throw .malformed
        }
    }
}
