package import Secrets

extension Subject {
    private static let numbers: [UInt8] = [0x81, 0x82, 0x83, 0x84, 0x05, 0x06, 0x07]

    /// The fields that every operation has in the journal, with those of a later version.
    package var fields: NumberedFields {
        var fields = others
        fields[0x81] = record.bytes
        fields[0x82] = account.bytes
        fields.set(0x83, text: label.text)
        fields[0x84] = began.bytes
        fields.set(0x05, settle)
        if let setback { fields.set(0x06) { setback.encode(journal: &$0) } }
        if let origin { fields.set(0x07) { origin.encode(to: &$0) } }
        return fields
    }

    /// Reads the fields that every operation has; `known` are the ones that this operation has besides.
    package init(_ fields: NumberedFields, knowing known: [UInt8]) throws(SecretsError) {
        let others = try fields.others(knowing: Subject.numbers + known)
        self.init(
            record: try fields.required(0x81, RecordID.init(from:)),
            account: try fields.required(0x82, RecordID.init(from:)), label: try fields.label(0x83),
            began: try fields.required(0x84, Instant.init(from:)),
            settle: try fields.number(0x05) ?? 0)
        self.others = others
        setback = try optional(0x06, of: fields, Setback.init(journal:))
        origin = try optional(0x07, of: fields, Origin.init(from:))
    }

    /// Reads a field that may be passed over. One whose value a later version has brought is kept as it is.
    private mutating func optional<V>(
        _ number: UInt8, of fields: NumberedFields, _ read: (inout Reader) throws(SecretsError) -> V
    ) throws(SecretsError) -> V? {
        do throws(SecretsError) { return try fields.value(number, read) } catch .later {
            others[number] = fields[number]
            return nil
        }
    }
}
