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

    /// The entries, oldest first; none in a frame of another kind. Throws `malformed` for a kind that a reader has to know.
    func entries() throws(SecretsError) -> [AuditEntry] {
        guard let kind = plain.first else { throw .malformed }
        guard kind == ReadingFrame.entries else {
            guard kind < 0x80 else { throw .later }
            return []
        }
        var reader = Reader(plain)
        _ = try reader.byte()
        var entries: [AuditEntry] = []
        while reader.left > 0 { entries.append(try ReadingBatch.entry(from: &reader)) }
        return entries
    }

    /// How many entries it has, without taking them apart.
    func entryCount() throws(SecretsError) -> Int {
        var reader = Reader(plain)
        let kind = try reader.byte()
        guard kind == ReadingFrame.entries else {
            guard kind < 0x80 else { throw .later }
            return 0
        }
        var count = 0
        while reader.left > 0 {
            let length: UInt32 = try reader.number()
            try reader.skip(Int(length))
            count += 1
        }
        return count
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

    private static func entry(from reader: inout Reader) throws(SecretsError) -> AuditEntry {
        var entry = try reader.part()
        return try AuditEntry(fieldsFrom: &entry)
    }
}
