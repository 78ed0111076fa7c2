package import Secrets

extension Policy {
    /// The fields, with those of a later version; what is usual has none.
    package var fields: NumberedFields {
        var fields = others
        fields[0x01] = nil
        if let lifetime { fields.set(0x01) { lifetime.encode(to: &$0) } }
        switch renewal {
        case .twoThirds: fields[0x02] = nil
        case .percent(let percent): fields[0x02] = [percent]
        case .never: fields[0x02] = [0]
        }
        fields[0x03] = nil
        if overlap != Policy.usualOverlap { fields.set(0x03, overlap) }
        fields.set(0x04, text: owner)
        fields.set(0x05, text: purpose)
        fields[0x06] = nil
        if !tags.isEmpty { fields.set(0x06) { for tag in tags { $0.string(tag) } } }
        fields.set(0x07, flag: isKept)
        return fields
    }

    /// Reads the fields up to the end; throws `malformed` for what cannot be set, and `later` for a critical field of a later version.
    package init(fieldsFrom reader: inout Reader) throws(SecretsError) {
        self.init()
        others = try reader.fields { (number, value) throws(SecretsError) in
            switch number {
            case 0x01: lifetime = try CalendarDuration(from: &value)
            case 0x02: renewal = try Renewal(from: &value)
            case 0x03: overlap = try value.number()
            case 0x04: owner = try Policy.text(&value, Policy.most.owner)
            case 0x05: purpose = try Policy.text(&value, Policy.most.purpose)
            case 0x06: try readTags(&value)
            case 0x07: isKept = try value.flag()
            default: return false
            }
            return true
        }
        guard overlap <= Policy.mostOverlap else { throw .malformed }
    }

    private static func text(_ reader: inout Reader, _ most: Int) throws(SecretsError) -> String {
        let text = try reader.text()
        guard !text.isEmpty, isText(text, most: most) else { throw .malformed }
        return text
    }

    private mutating func readTags(_ reader: inout Reader) throws(SecretsError) {
        var found: [String] = []
        while reader.left > 0 { found.append(try reader.string()) }
        setTags(found)
        guard (1...Policy.mostTags).contains(found.count), found.allSatisfy(Policy.isTag), found == tags
        else {
            throw .malformed
        }
    }
}

extension Policy.Renewal {
    fileprivate init(from reader: inout Reader) throws(SecretsError) {
        let number = try reader.byte()
        guard number == 0 || Policy.percents.contains(number) else { throw .malformed }
        self = number == 0 ? .never : .percent(number)
    }
}

extension Policy: Coded {
    /// Writes the fields, with their length.
    package func encode(to writer: inout Writer) { writer.bytes(fields.bytes) }

    /// Reads a policy.
    package init(from reader: inout Reader) throws(SecretsError) {
        var part = try reader.part()
        try self.init(fieldsFrom: &part)
    }
}
