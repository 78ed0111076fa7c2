package import Secrets

extension Grant {
    private static let numbers: [UInt8] = [0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87]

    /// The fields, with those of a later version. All are critical: who passes a condition over lets others have the token.
    package var fields: NumberedFields {
        var fields = others
        fields[0x81] = executable.map { Array($0.utf8) }
        fields[0x82] = unit.map { Array($0.utf8) }
        fields[0x83] = cgroup.map { Array($0.utf8) }
        fields.set(0x84, flag: confirmation == .askpass)
        fields.set(0x85, flag: manages)
        fields[0x86] = into.map { Array($0.utf8) }
        fields.set(0x87, flag: confirmation == .terminal)
        return fields
    }

    /// Reads the fields up to the end; throws `malformed` for conditions that no rule has together.
    package init(fieldsFrom reader: inout Reader) throws(SecretsError) {
        let fields = try NumberedFields(from: &reader)
        let others = try fields.others(knowing: Grant.numbers)
        func condition(_ number: UInt8) throws(SecretsError) -> String? {
            try fields.value(number) { (reader) throws(SecretsError) in try reader.text() }
        }
        self.init(
            executable: try condition(0x81), unit: try condition(0x82), cgroup: try condition(0x83),
            confirmation: try fields.flag(0x84) ? .askpass : nil, manages: try fields.flag(0x85),
            into: try condition(0x86))
        if try fields.flag(0x87) {
            guard confirmation == nil else { throw .malformed }
            confirmation = .terminal
        }
        guard !manages || (confirmation == nil && into == nil) else { throw .malformed }
        self.others = others
    }

    /// Rules as they stand with a label: a count, and the fields of each.
    package static func encoded(_ grants: [Grant]) -> [UInt8] {
        var writer = Writer()
        writer.byte(UInt8(clamping: grants.count))
        for grant in grants { writer.bytes(grant.fields.bytes) }
        return writer.bytes
    }

    /// Reads such rules; throws `malformed` for none, and for more than there may be.
    package static func list(from reader: inout Reader) throws(SecretsError) -> [Grant] {
        let count = try reader.byte()
        guard (1...Grant.most).contains(Int(count)) else { throw .malformed }
        var found: [Grant] = []
        for _ in 0..<count {
            var part = try reader.part()
            found.append(try Grant(fieldsFrom: &part))
        }
        return found
    }
}
