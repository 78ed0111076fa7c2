package import Secrets

/// All that belongs to a label: which records have it, and what its tokens may be used for. It lives as long as one of them does, and
/// longer where the policy is kept.
package struct LabelEntry: Hashable, Sendable {
    /// An older generation in its overlap.
    package struct Retiring: Hashable, Sendable {
        /// Its number.
        package var generation: UInt32
        /// Its record.
        package var record: RecordID

        /// Names a record by its generation.
        package init(_ generation: UInt32, _ record: RecordID) {
            (self.generation, self.record) = (generation, record)
        }
    }

    /// The label.
    package var label: Label
    /// The record that it names now.
    package var current: RecordID?
    /// The generation that the next record gets.
    package var next: UInt32 = 1
    /// Older generations that are handed out when asked for by number.
    package var retiring: [Retiring] = []
    /// The record that has taken it, and need not exist yet.
    package var reserved: RecordID?
    /// The rules that say which callers may have its token.
    package var grants: [Grant] = []
    /// The hosts that its token may be sent to.
    package var hosts: HostBindings?
    /// What is decided for its tokens; `nil` where nothing is.
    package var policy: Policy?
    /// Fields of a later version: kept as they are.
    package var others = NumberedFields()

    /// How many older generations a label has at most.
    package static let mostRetiring = 8

    /// Starts a label that nobody has.
    package init(_ label: Label) { self.label = label }

    /// Whether no record has it, or will: then it goes, with its rules and hosts, and its policy unless that is kept.
    package var isFree: Bool { current == nil && retiring.isEmpty && reserved == nil }

    /// What is left of a label that no record has: the policy, where it is kept; `nil` where nothing is.
    package var remains: LabelEntry? {
        guard let policy, policy.isKept else { return nil }
        var rest = LabelEntry(label)
        (rest.policy, rest.others) = (policy, others)
        return rest
    }

    private static let numbers: [UInt8] = [0x08, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87]

    /// The fields, with those of a later version.
    package var fields: NumberedFields {
        var fields = others
        fields[0x08] = policy?.fields.bytes
        fields.set(0x81, text: label.text)
        fields[0x82] = current?.bytes
        fields.set(0x83, next)
        fields[0x84] = nil
        if !retiring.isEmpty { fields.set(0x84) { for older in retiring { older.encode(to: &$0) } } }
        fields[0x85] = reserved?.bytes
        fields[0x86] = grants.isEmpty ? nil : Grant.encoded(grants)
        fields[0x87] = hosts?.bytes
        return fields
    }

    /// Reads the fields.
    package init(fields: NumberedFields) throws(SecretsError) {
        let others = try fields.others(knowing: LabelEntry.numbers)
        self.init(try fields.label(0x81))
        current = try fields.value(0x82, RecordID.init(from:))
        next = try fields.number(0x83) ?? 1
        retiring = try fields.value(0x84, LabelEntry.retiring(from:)) ?? []
        reserved = try fields.value(0x85, RecordID.init(from:))
        grants = try fields.value(0x86, Grant.list(from:)) ?? []
        policy = try fields.value(0x08, Policy.init(fieldsFrom:))
        hosts = try fields[0x87].map { (bytes) throws(SecretsError) in try HostBindings(bytes) }
        self.others = others
    }

    private static func retiring(from reader: inout Reader) throws(SecretsError) -> [Retiring] {
        var found: [Retiring] = []
        while reader.left > 0 { found.append(Retiring(try reader.number(), try RecordID(from: &reader))) }
        return found
    }
}

extension LabelEntry.Retiring {
    fileprivate func encode(to writer: inout Writer) {
        writer.number(generation)
        record.encode(to: &writer)
    }
}
