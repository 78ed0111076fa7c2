package import Secrets

extension Rotation {
    private static let numbers: [UInt8] = [0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97]

    package var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90, text: scopes.text)
        fields[0x91] = expiry.moment?.bytes
        fields[0x92] = nonce.bytes
        fields.set(0x93) { state.encode(to: &$0) }
        fields.set(0x94) { token.encode(to: &$0) }
        fields[0x95] = successor.bytes
        fields.set(0x96, generation)
        fields.set(0x97) { overlap.encode(to: &$0) }
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            try Subject(fields, knowing: Rotation.numbers),
            token: try fields.required(0x94, TokenID.init(from:)),
            generation: try fields.required(0x96) { (reader) throws(SecretsError) in try reader.number() },
            scopes: try fields.scopes(0x90), expiry: try fields.expiry(0x91),
            overlap: try fields.required(0x97, Overlap.init(from:)),
            successor: try fields.required(0x95, RecordID.init(from:)),
            nonce: try fields.required(0x92, Nonce.init(from:)))
        state = try fields.required(0x93) { (reader) throws(SecretsError) in
            try State(from: &reader, of: self)
        }
    }
}

extension Rotation.Overlap: Coded {
    /// Writes the seconds, and whether readers end it.
    package func encode(to writer: inout Writer) {
        writer.number(seconds)
        writer.flag(endsWhenRead)
    }

    /// Reads an overlap.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(seconds: try reader.number(), endsWhenRead: try reader.flag())
    }
}

extension Rotation.State {
    fileprivate func encode(to writer: inout Writer) {
        switch self {
        case .creating(let creation):
            writer.byte(1)
            creation.state.encode(to: &writer)
        case .probing(let token, let looks):
            writer.byte(2)
            writer.number(looks)
            token.fields.encode(to: &writer)
        case .resting(let until):
            writer.byte(3)
            until.encode(to: &writer)
        case .revoking(let revocation):
            writer.byte(4)
            revocation.state.encode(to: &writer)
        }
    }

    /// What is fixed about the children stands with the rotation.
    fileprivate init(from reader: inout Reader, of rotation: Rotation) throws(SecretsError) {
        switch try reader.byte() {
        case 1:
            self = .creating(
                rotation.creation(try Creation.State(from: &reader, of: rotation.creationSubject)))
        case 2:
            let looks: UInt16 = try reader.number()
            self = .probing(try Token(fieldsFrom: &reader), looks: looks)
        case 3: self = .resting(until: try Instant(from: &reader))
        case 4:
            self = .revoking(
                Revocation(
                    rotation.subject, token: rotation.token, cause: .succeeded,
                    state: try Revocation.State(from: &reader)))
        default: throw .later
        }
    }
}
