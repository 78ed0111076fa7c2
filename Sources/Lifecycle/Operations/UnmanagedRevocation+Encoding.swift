package import Secrets

extension UnmanagedRevocation {
    package var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90) { token.encode(to: &$0) }
        fields.set(0x91) { state.encode(to: &$0) }
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            try Subject(fields, knowing: [0x90, 0x91]), token: try fields.required(0x90, TokenID.init(from:)),
            state: try fields.required(0x91, State.init(from:)))
    }

    package init(format1 reader: inout Reader) throws(SecretsError) {
        self.init(
            try Subject(format1WithOrigin: &reader), token: try TokenID(from: &reader),
            state: try State(from: &reader))
    }
}

extension UnmanagedRevocation.State {
    fileprivate func encode(to writer: inout Writer) {
        switch self {
        case .deleting: writer.byte(1)
        case .repeating: writer.byte(3)
        case .confirming(let looks):
            writer.byte(2)
            writer.number(looks)
        }
    }

    fileprivate init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .deleting
        case 2: self = .confirming(looks: try reader.number())
        case 3: self = .repeating
        default: throw .later
        }
    }
}
