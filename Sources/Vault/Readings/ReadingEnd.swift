internal import Lifecycle
internal import Secrets

/// What is known for certain of a writer's log, in the file beside it: `WRITER.end`.
struct ReadingEnd: Hashable, Sendable {
    let host: [UInt8]
    let writer: [UInt8]
    /// Where the log begins: what stood before was removed as too old, or archived.
    var kept = ReadingPosition()
    /// How many entries were removed so far, and the time of the newest of them.
    var removedEntries: UInt64 = 0
    var removedNewest: Int64 = 0
    /// How far the log is durable.
    var durable = ReadingPosition()
    /// The last summary before that.
    var summary: SummaryPlace?
    /// How often a torn end was cut off after a power cut, and how many bytes.
    var torn: UInt32 = 0
    var tornBytes: UInt64 = 0

    init(host: [UInt8], writer: [UInt8]) { (self.host, self.writer) = (host, writer) }

    var anchor: ReadingAnchor {
        ReadingAnchor(host: host, writer: writer, batches: durable.batches, link: durable.link)
    }

    /// raw host (16), raw writer (16), kept, u64 removed entries, i64 their newest time, durable, summary (zeros where there is none:
    /// u32 file, u64 offset, u64 batch, u32 length), u32 torn, u64 torn bytes.
    /// A position: u32 file, u64 offset, u64 batches, raw link (32).
    var body: [UInt8] {
        var writer = Writer()
        writer.raw(host)
        writer.raw(self.writer)
        kept.encode(to: &writer)
        writer.number(removedEntries)
        writer.number(removedNewest)
        durable.encode(to: &writer)
        writer.number(summary?.file ?? 0)
        writer.number(UInt64(summary?.offset ?? 0))
        writer.number(summary?.batch ?? 0)
        writer.number(UInt32(summary?.length ?? 0))
        writer.number(torn)
        writer.number(tornBytes)
        return writer.bytes
    }

    init(_ mark: Mark) throws(SecretsError) {
        var reader = Reader(mark.body)
        (host, writer) = (try reader.raw(16), try reader.raw(16))
        kept = try ReadingPosition(from: &reader)
        (removedEntries, removedNewest) = (try reader.number(), try reader.number())
        durable = try ReadingPosition(from: &reader)
        let (file, offset, batch, length): (UInt32, UInt64, UInt64, UInt32) = (
            try reader.number(), try reader.number(), try reader.number(), try reader.number()
        )
        guard let place = Int(exactly: offset) else { throw .malformed }
        summary = file == 0 ? nil : SummaryPlace(file: file, offset: place, batch: batch, length: Int(length))
        (torn, tornBytes) = (try reader.number(), try reader.number())
        try reader.zeros()
    }
}

extension ReadingPosition {
    fileprivate func encode(to writer: inout Writer) {
        writer.number(file)
        writer.number(UInt64(offset))
        writer.number(batches)
        writer.raw(link)
    }

    fileprivate init(from reader: inout Reader) throws(SecretsError) {
        file = try reader.number()
        let offset: UInt64 = try reader.number()
        guard file > 0, let place = Int(exactly: offset) else { throw .malformed }
        self.offset = place
        (batches, link) = (try reader.number(), try reader.raw(KeyedHash.size))
    }
}
