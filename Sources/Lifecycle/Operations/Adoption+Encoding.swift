package import Secrets

extension Adoption {
    private static let numbers: [UInt8] = [0x90, 0x91, 0x12, 0x13]

    package var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90) { token.encode(to: &$0) }
        fields.set(0x91) { state.encode(to: &$0) }
        fields.set(0x12, text: deposit?.depositor.text ?? "")
        fields[0x13] = deposit?.nonce?.bytes
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            try Subject(fields, knowing: Adoption.numbers),
            token: try fields.required(0x90, TokenID.init(from:)),
            state: try fields.required(0x91, State.init(from:)))
        let nonce = try fields.value(0x13, Nonce.init(from:))
        if fields[0x12] != nil { deposit = Deposit(by: try fields.label(0x12), nonce: nonce) }
    }
}

extension Adoption.State {
    fileprivate func encode(to writer: inout Writer) {
        switch self {
        case .viewing: writer.byte(1)
        case .probing(let found):
            writer.byte(2)
            found.fields.encode(to: &writer)
        case .naming(let found):
            writer.byte(3)
            found.fields.encode(to: &writer)
        }
    }

    fileprivate init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .viewing
        case 2: self = .probing(try Token(fieldsFrom: &reader))
        case 3: self = .naming(try Token(fieldsFrom: &reader))
        default: throw .later
        }
    }
}
