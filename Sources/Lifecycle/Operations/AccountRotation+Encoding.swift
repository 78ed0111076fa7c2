package import Secrets

extension AccountRotation {
    private static let numbers: [UInt8] = [0x91, 0x92, 0x93, 0x94, 0x95]

    package var fields: NumberedFields {
        var fields = subject.fields
        fields[0x91] = expiry.moment?.bytes
        fields[0x92] = nonce.bytes
        fields.set(0x93) { state.encode(to: &$0) }
        fields.set(0x94) { former.fields.encode(to: &$0) }
        fields.set(0x95) { identity.encode(to: &$0) }
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            try Subject(fields, knowing: AccountRotation.numbers),
            former: try fields.required(0x94, Token.init(fieldsFrom:)),
            identity: try fields.required(0x95, Identity.init(from:)), expiry: try fields.expiry(0x91),
            nonce: try fields.required(0x92, Nonce.init(from:)))
        state = try fields.required(0x93) { (reader) throws(SecretsError) in
            try State(from: &reader, of: self)
        }
    }
}

extension AccountRotation.State {
    fileprivate func encode(to writer: inout Writer) {
        switch self {
        case .creating(let creation):
            writer.byte(1)
            creation.state.encode(to: &writer)
        case .probing(let token, let looks):
            writer.byte(2)
            writer.number(looks)
            token.fields.encode(to: &writer)
        case .revoking(let revocation):
            writer.byte(3)
            revocation.state.encode(to: &writer)
        }
    }

    /// What is fixed about the children stands with the rotation.
    fileprivate init(from reader: inout Reader, of rotation: AccountRotation) throws(SecretsError) {
        switch try reader.byte() {
        case 1:
            self = .creating(rotation.creation(try Creation.State(from: &reader, of: rotation.subject)))
        case 2:
            let looks: UInt16 = try reader.number()
            self = .probing(try Token(fieldsFrom: &reader), looks: looks)
        case 3:
            self = .revoking(
                Revocation(
                    rotation.subject, token: rotation.former.id, cause: .succeeded,
                    state: try Revocation.State(from: &reader)))
        default: throw .later
        }
    }
}
