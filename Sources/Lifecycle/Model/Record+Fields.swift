package import Secrets

extension Record {
    /// The fields of the row, with those of a later version. Rules belong to the label, and the sealed string is the vault's to add.
    package var fields: NumberedFields {
        var fields = others
        fields[0x81] = account.bytes
        fields.set(0x82, text: label.text)
        fields.set(0x83, generation)
        fields[0x84] = [state.rawValue]
        fields[0x85] = token.fields.bytes
        fields[0x06] = nonce?.bytes
        fields[0x07] = sealed.bytes
        fields[0x08] = purged?.bytes
        fields[0x09] = receipt?.encoded
        fields.set(0x8B, flag: isLeased)
        return fields
    }

    /// Reads the record of an id, without the field of the sealed string.
    package init(id: RecordID, fields: NumberedFields) throws(SecretsError) {
        var (reader, last) = (fields.reader, LastScopes())
        try self.init(id: id, fieldsFrom: &reader, &last) { (_, _) in false }
    }

    /// The id that 16 bytes are; `nil` for another count. Not the general one, which other rooms get unspecialised.
    package static func id(_ bytes: [UInt8]) -> RecordID? { RecordID(bytes) }

    /// Does so up to the end of the reader, in one pass: a listing reads a hundred thousand. `more` reads what the vault has in the same row.
    package init(
        id: RecordID, fieldsFrom reader: inout Reader, _ last: inout LastScopes,
        _ more: (UInt8, inout Reader) throws(SecretsError) -> Bool
    ) throws(SecretsError) {
        var (account, label, generation) = (RecordID?.none, Label?.none, UInt32?.none)
        var (state, token, sealed) = (State?.none, Token?.none, Instant(seconds: 0))
        var (nonce, purged, receipt, isLeased) = (Nonce?.none, Instant?.none, Receipt?.none, false)
        let others = try reader.fields { (number, value) throws(SecretsError) in
            switch number {
            case 0x06: nonce = try Nonce(from: &value)
            case 0x07: sealed = try Instant(from: &value)
            case 0x08: purged = try Instant(from: &value)
            case 0x09: receipt = try Receipt(from: &value)
            case 0x81: account = try RecordID(from: &value)
            case 0x82: label = try Label(restOf: &value)
            case 0x83: generation = try value.number() as UInt32
            case 0x84: state = try value.choice(State.self)
            case 0x85: token = try Token(fieldsFrom: &value, &last)
            case 0x8B: isLeased = try value.flag()
            default: return try more(number, &value)
            }
            return true
        }
        guard let account, let label, let generation, let state, let token else { throw .malformed }
        (self.id, self.account, self.label, self.generation) = (id, account, label, generation)
        (self.state, self.token, self.nonce, self.sealed) = (state, token, nonce, sealed)
        (self.purged, self.receipt, self.isLeased) = (purged, receipt, isLeased)
        self.others = others
    }
}

extension Receipt: Coded {
    /// Writes statement and signature.
    package func encode(to writer: inout Writer) {
        writer.bytes(statement)
        writer.bytes(signature)
    }

    /// Reads statement and signature.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(statement: try reader.bytes(), signature: try reader.bytes())
    }
}

extension Account {
    private static let numbers: [UInt8] = [0x81, 0x82, 0x83, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09]

    /// The fields of the row, with those of a later version. The sealed string is the vault's to add.
    package var fields: NumberedFields {
        var fields = others
        fields.set(0x81, text: name.text)
        fields.set(0x82, text: provider)
        fields[0x83] = address.map { Array($0.text.utf8) }
        fields.set(0x04, text: identity.user)
        fields.set(0x05, text: identity.customer)
        fields.set(0x06, text: identity.scopes.text)
        fields.set(0x07, flag: identity.isRestricted)
        fields[0x08] = token?.fields.bytes
        fields[0x09] = sealed.bytes
        return fields
    }

    /// Reads the account of an id, without the field of the sealed string.
    package init(id: RecordID, fields: NumberedFields) throws(SecretsError) {
        let others = try fields.others(knowing: Account.numbers)
        // In the order of their numbers: the first that is wrong says how.
        let identity = Identity(
            user: try fields.text(0x04), customer: try fields.text(0x05), scopes: try fields.scopes(0x06),
            isRestricted: try fields.flag(0x07))
        let token = try fields.value(0x08, Token.init(fieldsFrom:))
        self.init(
            id: id, name: try fields.label(0x81), identity: identity, token: token,
            sealed: try fields.value(0x09, Instant.init(from:)) ?? Instant(seconds: 0),
            address: try fields.value(0x83, ProviderAddress.init(restOf:)),
            provider: try fields.required(0x82) { (reader) throws(SecretsError) in try reader.text() })
        guard !provider.isEmpty else { throw .malformed }
        self.others = others
    }
}

extension ProviderAddress {
    /// Reads all that is left as an address; only the form in which addresses are compared is accepted.
    init(restOf reader: inout Reader) throws(SecretsError) {
        let text = try reader.text()
        guard let read = ProviderAddress(text), read.text == text else { throw .malformed }
        self = read
    }
}
