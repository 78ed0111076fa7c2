package import Secrets

extension Revocation {
    private static let numbers: [UInt8] = [0x90, 0x91, 0x92]

    package var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90) { token.encode(to: &$0) }
        fields[0x91] = [cause.rawValue]
        fields.set(0x92) { state.encode(to: &$0) }
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            try Subject(fields, knowing: Revocation.numbers),
            token: try fields.required(0x90, TokenID.init(from:)),
            cause: try fields.required(0x91) { (reader) throws(SecretsError) in try reader.known(Cause.self)
            },
            state: try fields.required(0x92, State.init(from:)))
    }

    package init(format1 reader: inout Reader) throws(SecretsError) {
        self.init(
            try Subject(format1: &reader), token: try TokenID(from: &reader),
            cause: try reader.choice(Cause.self), state: try State(from: &reader))
    }
}

extension Revocation.State {
    func encode(to writer: inout Writer) {
        switch self {
        case .deleting: writer.byte(1)
        case .proving(let deletion, let looks):
            writer.byte(2)
            writer.byte(deletion.rawValue)
            writer.number(looks)
        case .scrubbing: writer.byte(3)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .deleting
        case 2: self = .proving(try reader.known(Proof.Deletion.self), looks: try reader.number())
        case 3: self = .scrubbing
        default: throw .later
        }
    }
}
