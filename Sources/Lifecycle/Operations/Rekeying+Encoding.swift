package import Secrets

extension Rekeying {
    package var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90) { state.encode(to: &$0) }
        fields.set(0x91, flag: isDeep)
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            try Subject(fields, knowing: [0x90, 0x91]), isDeep: try fields.flag(0x91),
            state: try fields.required(0x90, State.init(from:)))
    }
}

extension Rekeying.State {
    /// The place that a stopped one is taken up from is the beginning: what is sealed anew already is passed over.
    fileprivate func encode(to writer: inout Writer) {
        switch self {
        case .beginning: writer.byte(1)
        case .resealing:
            writer.byte(2)
            RekeyCursor().encode(to: &writer)
        case .scrubbing: writer.byte(4)
        }
    }

    fileprivate init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .beginning
        case 2:
            _ = try RekeyCursor(from: &reader)
            self = .resealing
        // All rows are sealed, and the epochs before are to end: looking at them once more does no harm.
        case 3: self = .resealing
        case 4: self = .scrubbing
        default: throw .later
        }
    }
}
