package import Secrets

extension Renaming {
    package var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90) { token.encode(to: &$0) }
        fields.set(0x91, text: label.text)
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            try Subject(fields, knowing: [0x90, 0x91]), token: try fields.required(0x90, TokenID.init(from:)),
            to: try fields.label(0x91))
    }

    package init(format1 reader: inout Reader) throws(SecretsError) {
        self.init(
            try Subject(format1: &reader), token: try TokenID(from: &reader), to: try Label(from: &reader))
    }
}
