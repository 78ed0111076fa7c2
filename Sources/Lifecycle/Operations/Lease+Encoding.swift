package import Secrets

extension Lease {
    private static let numbers: [UInt8] = [0x90, 0x91, 0x92, 0x93, 0x94]

    package var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90, text: scopes.text)
        fields[0x91] = expiry.moment?.bytes
        fields[0x92] = nonce.bytes
        fields.set(0x93) { state.encode(to: &$0) }
        fields.set(0x94) { holder.encode(to: &$0) }
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            try Subject(fields, knowing: Lease.numbers), scopes: try fields.scopes(0x90),
            expiry: try fields.expiry(0x91), holder: try fields.required(0x94, LeaseHolder.init(from:)),
            nonce: try fields.required(0x92, Nonce.init(from:)))
        state = try fields.required(0x93) { (reader) throws(SecretsError) in
            try State(from: &reader, of: self)
        }
    }
}

extension Lease.State {
    fileprivate func encode(to writer: inout Writer) {
        switch self {
        case .creating(let creation):
            writer.byte(1)
            creation.state.encode(to: &writer)
        case .held(let token):
            writer.byte(2)
            token.encode(to: &writer)
        case .revoking(let revocation):
            writer.byte(3)
            revocation.token.encode(to: &writer)
            revocation.state.encode(to: &writer)
        }
    }

    /// What is fixed about the children stands with the lease.
    fileprivate init(from reader: inout Reader, of lease: Lease) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .creating(lease.creation(try Creation.State(from: &reader, of: lease.subject)))
        case 2: self = .held(try TokenID(from: &reader))
        case 3:
            let token = try TokenID(from: &reader)
            self = .revoking(
                Revocation(
                    lease.subject, token: token, cause: .ended,
                    state: try Revocation.State(from: &reader)))
        default: throw .later
        }
    }
}
