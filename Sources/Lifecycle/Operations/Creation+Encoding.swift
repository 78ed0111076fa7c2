package import Secrets

extension Creation {
    private static let numbers: [UInt8] = [0x90, 0x91, 0x92, 0x93, 0x94]

    package var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90, text: scopes.text)
        fields[0x91] = expiry.moment?.bytes
        fields[0x92] = nonce.bytes
        fields.set(0x93) { state.encode(to: &$0) }
        fields[0x94] = policy?.fields.bytes
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        let subject = try Subject(fields, knowing: Creation.numbers)
        self.init(
            subject, scopes: try fields.scopes(0x90), expiry: try fields.expiry(0x91),
            nonce: try fields.required(0x92, Nonce.init(from:)),
            state: try fields.required(0x93) { (reader) throws(SecretsError) in
                try State(from: &reader, of: subject)
            })
        policy = try fields.value(0x94, Policy.init(fieldsFrom:))
    }
}

extension Creation.State {
    func encode(to writer: inout Writer) {
        switch self {
        case .asking: writer.byte(1)
        case .searching(let looks):
            writer.byte(2)
            writer.number(looks)
        case .removing(let tokens):
            writer.byte(3)
            writer.tokenIDs(tokens)
        case .confirming(let tokens, let looks):
            writer.byte(4)
            writer.tokenIDs(tokens)
            writer.number(looks)
        case .naming(let token):
            writer.byte(5)
            token.fields.encode(to: &writer)
        case .undoing(let revocation, let undo):
            writer.byte(6)
            revocation.token.encode(to: &writer)
            revocation.state.encode(to: &writer)
            undo.encode(to: &writer)
        case .watching(let until):
            writer.byte(7)
            until.encode(to: &writer)
        }
    }

    /// The revocation of a token that is undone has the subject of the creation.
    init(from reader: inout Reader, of subject: Subject) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .asking
        case 2: self = .searching(looks: try reader.number())
        case 3: self = .removing(try reader.tokenIDs())
        case 4: self = .confirming(try reader.tokenIDs(), looks: try reader.number())
        case 5: self = .naming(try Token(fieldsFrom: &reader))
        case 6:
            let revocation = Revocation(
                subject, token: try TokenID(from: &reader), cause: .undo,
                state: try Revocation.State(from: &reader))
            self = .undoing(revocation, try Creation.Undo(from: &reader))
        case 7: self = .watching(until: try Instant(from: &reader))
        default: throw .later
        }
    }
}

extension Creation.Undo {
    func encode(to writer: inout Writer) {
        switch self {
        case .grantedOtherwise: writer.byte(1)
        case .vanished: writer.byte(3)
        case .refused: writer.byte(5)
        case .superseded: writer.byte(6)
        case .nameRefused(let failure):
            writer.byte(4)
            failure.encode(to: &writer)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .grantedOtherwise
        // Earlier versions did not keep what the provider said.
        case 2: self = .nameRefused(ProviderFailure(.rejected))
        case 3: self = .vanished
        case 4: self = .nameRefused(try ProviderFailure(from: &reader))
        case 5: self = .refused
        case 6: self = .superseded
        default: throw .later
        }
    }
}

extension Writer {
    fileprivate mutating func tokenIDs(_ tokens: [TokenID]) {
        number(UInt16(clamping: tokens.count))
        for token in tokens.prefix(Int(UInt16.max)) { token.encode(to: &self) }
    }
}

extension Reader {
    mutating func tokenIDs() throws(SecretsError) -> [TokenID] {
        let count: UInt16 = try number()
        guard count > 0 else { throw .malformed }
        var tokens: [TokenID] = []
        for _ in 0..<count { tokens.append(try TokenID(from: &self)) }
        return tokens
    }
}
