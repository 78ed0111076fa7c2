package import Secrets

// The fields of a token and of a rule, as `Docs/VaultFormat.md` numbers them: in records, accounts, labels and the journal.

extension Token {
    private static let numbers: [UInt8] = [0x81, 0x02, 0x03, 0x04, 0x05, 0x06]

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

    /// Reads the fields.
    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            id: try fields.required(0x81, TokenID.init(from:)), label: try fields.text(0x02),
            scopes: try fields.scopes(0x03), created: try fields.value(0x04, Instant.init(from:)),
            expiry: try fields.expiry(0x05), prefix: try fields.text(0x06))
        others = try fields.others(knowing: Token.numbers)
    }

    /// Reads the fields up to the end.
    package init(fieldsFrom reader: inout Reader) throws(SecretsError) {
        try self.init(fields: try NumberedFields(from: &reader))
    }
}

extension Grant {
    private static let numbers: [UInt8] = [0x81, 0x82, 0x83, 0x84]

    /// The fields, with those of a later version. All are critical: who passes a condition over lets others have the token.
    package var fields: NumberedFields {
        var fields = others
        fields[0x81] = executable.map { Array($0.utf8) }
        fields[0x82] = unit.map { Array($0.utf8) }
        fields[0x83] = cgroup.map { Array($0.utf8) }
        fields.set(0x84, flag: isConfirmed)
        return fields
    }

    /// Reads the fields up to the end.
    package init(fieldsFrom reader: inout Reader) throws(SecretsError) {
        let fields = try NumberedFields(from: &reader)
        func condition(_ number: UInt8) throws(SecretsError) -> String? {
            try fields.value(number) { (reader) throws(SecretsError) in try reader.text() }
        }
        self.init(
            executable: try condition(0x81), unit: try condition(0x82), cgroup: try condition(0x83),
            isConfirmed: try fields.flag(0x84))
        others = try fields.others(knowing: Grant.numbers)
    }
}

extension NumberedFields {
    /// Reads scopes; only the canonical text is accepted, and an absent one is no scope at all.
    func scopes(_ number: UInt8) throws(SecretsError) -> Scopes {
        let text = try text(number)
        let scopes = Scopes(provider: text)
        guard scopes.text == text else { throw .malformed }
        return scopes
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
        let text = try reader.text()
        guard let label = try? Label(text), label.text.utf8.elementsEqual(text.utf8) else { throw .malformed }
        self = label
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
