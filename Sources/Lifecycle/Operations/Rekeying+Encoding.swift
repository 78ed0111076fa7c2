package import Secrets

extension Rekeying {
    package var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90, flag: isDeep)
        fields[0x91] = [state.rawValue]
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            try Subject(fields, knowing: [0x90, 0x91]), isDeep: try fields.flag(0x90),
            state: try fields.required(0x91) { (reader) throws(SecretsError) in try reader.known(State.self) }
        )
    }
}
