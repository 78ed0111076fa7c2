package import Secrets

// The fields of a token and of a rule, as `Docs/VaultFormat.md` numbers them: in records, accounts, labels and the journal.

extension Token {
    /// The fields, with those of a later version.
    package var fields: NumberedFields {
        var fields = others
        fields.set(0x81) { id.encode(to: &$0) }
        fields.set(0x02, text: label)
        fields.set(0x03, text: scopes.text)
        fields[0x04] = created?.bytes
        fields[0x05] = expiry.moment?.bytes
        fields.set(0x06, text: prefix)
        return fields
    }

    /// Reads the fields up to the end.
    package init(fieldsFrom reader: inout Reader) throws(SecretsError) {
        var last = LastScopes()
        try self.init(fieldsFrom: &reader, &last)
    }

    /// Does so where many are read one after the other.
    init(fieldsFrom reader: inout Reader, _ last: inout LastScopes) throws(SecretsError) {
        var (id, label, prefix) = (TokenID?.none, "", "")
        var (scopes, created, expiry) = (Scopes.only([:]), Instant?.none, Expiry.never)
        let others = try reader.fields { (number, value) throws(SecretsError) in
            switch number {
            case 0x02: label = try value.text()
            case 0x03: scopes = try last.read(&value)
            case 0x04: created = try Instant(from: &value)
            case 0x05: expiry = .at(try Instant(from: &value))
            case 0x06: prefix = try value.text()
            case 0x81: id = try TokenID(from: &value)
            default: return false
            }
            return true
        }
        guard let id else { throw .malformed }
        (self.id, self.label, self.scopes, self.created) = (id, label, scopes, created)
        (self.expiry, self.prefix, self.others) = (expiry, prefix, others)
    }
}

/// The scopes that were read last: in one vault most tokens have the same, and they are read once.
package struct LastScopes {
    private var text: [UInt8] = []
    private var scopes = Scopes.only([:])

    /// Starts with none at all, which is what the empty text says.
    package init() {}

    /// Reads scopes up to the end; only the canonical text is accepted.
    mutating func read(_ reader: inout Reader) throws(SecretsError) -> Scopes {
        let bytes = reader.rest()
        guard bytes != text else { return scopes }
        var again = Reader(bytes)
        (scopes, text) = (try Scopes(restOf: &again), bytes)
        return scopes
    }
}

extension Scopes {
    /// Reads all that is left as scopes; only the canonical text is accepted.
    init(restOf reader: inout Reader) throws(SecretsError) {
        let text = try reader.text()
        self.init(provider: text)
        guard self.text == text else { throw .malformed }
    }
}

extension NumberedFields {
    /// Reads scopes; only the canonical text is accepted, and an absent one is no scope at all.
    func scopes(_ number: UInt8) throws(SecretsError) -> Scopes {
        try value(number, Scopes.init(restOf:)) ?? .only([:])
    }

    /// Reads an expiry; an absent one is never.
    func expiry(_ number: UInt8) throws(SecretsError) -> Expiry {
        try value(number, Instant.init(from:)).map { .at($0) } ?? .never
    }

    /// Reads a label, which has to be there.
    func label(_ number: UInt8) throws(SecretsError) -> Label {
        try required(number) { (reader) throws(SecretsError) in try Label(restOf: &reader) }
    }
}

extension Label {
    /// Reads all that is left as a label; only a composed, acceptable text is accepted.
    init(restOf reader: inout Reader) throws(SecretsError) {
        try self.init(written: reader.text())
    }
}

extension Instant {
    /// The seconds, 64 bits.
    var bytes: [UInt8] {
        var writer = Writer()
        encode(to: &writer)
        return writer.bytes
    }
}
