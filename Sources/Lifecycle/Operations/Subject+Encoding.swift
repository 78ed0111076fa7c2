package import Secrets

extension Subject {
    /// Writes all but who began it: format 1 has no place for that.
    package func encode(to writer: inout Writer) {
        record.encode(to: &writer)
        account.encode(to: &writer)
        label.encode(to: &writer)
        began.encode(to: &writer)
        writer.number(settle)
        writer.optional(setback) { $1.encode(to: &$0) }
    }

    /// Reads a subject.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            record: try RecordID(from: &reader), account: try RecordID(from: &reader),
            label: try Label(from: &reader), began: try Instant(from: &reader), settle: try reader.number())
        setback = try reader.optional { (reader) throws(SecretsError) in try Setback(from: &reader) }
    }
}

extension Origin {
    func encode(to writer: inout Writer) {
        writer.byte(interface.rawValue)
        caller.encode(to: &writer)
    }

    init(from reader: inout Reader) throws(SecretsError) {
        let interface = try reader.choice(Interface.self)
        self.init(try Caller(from: &reader), through: interface)
    }
}
