internal import Lifecycle
internal import Secrets

/// A verified batch of a log.
struct ReadingBatch {
    let file: UInt32
    let offset: Int
    /// The length of its frame.
    let length: Int
    /// Its number, over all files.
    let number: UInt64
    /// Its plain text, from the kind on.
    let plain: [UInt8]

    var isSummary: Bool { plain.first == ReadingFrame.summary }
    var place: SummaryPlace { SummaryPlace(file: file, offset: offset, batch: number, length: length) }

    /// The entries, oldest first; none in a frame of another kind. Throws `later` for what must not be passed over.
    func entries() throws(SecretsError) -> [AuditEntry] {
        let raw = try RawEntries(self)
        var entries: [AuditEntry] = []
        for place in raw.places { entries.append(try raw.entry(at: place)) }
        return entries
    }

    /// The summary that it is, or what it says of one label.
    func tally(only label: String? = nil) throws(SecretsError) -> ReadingTally {
        var reader = Reader(plain)
        guard try reader.byte() == ReadingFrame.summary else { throw .malformed }
        return try ReadingTally(from: &reader, only: label)
    }

    /// Writes an entry with its length in front.
    static func append(_ entry: AuditEntry, to writer: inout Writer, at start: Int) -> Int {
        writer.number(UInt32(0))
        entry.encodeFields(to: &writer)
        return writer.change { bytes in
            let length = UInt32(bytes.count - start - 4)
            for index in 0..<4 {
                bytes[start + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32(index)))
            }
            return bytes.count
        }
    }
}
