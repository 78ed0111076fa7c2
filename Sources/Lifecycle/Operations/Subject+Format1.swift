internal import Secrets

extension Subject {
    /// Reads a subject of version 1 of the vault format, which has no place for who began it.
    init(format1 reader: inout Reader) throws(SecretsError) {
        self.init(
            record: try RecordID(from: &reader), account: try RecordID(from: &reader),
            label: try Label(from: &reader), began: try Instant(from: &reader), settle: try reader.number())
        setback = try reader.optional { (reader) throws(SecretsError) in try Setback(journal: &reader) }
    }

    /// Reads a subject with who began it, as the two youngest kinds have it.
    init(format1WithOrigin reader: inout Reader) throws(SecretsError) {
        try self.init(format1: &reader)
        origin = try reader.optional { (reader) throws(SecretsError) in try Origin(from: &reader) }
    }
}
