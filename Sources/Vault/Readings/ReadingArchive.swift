internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// An archive of a reading log, read back. It takes the vault's keys, and no more: any machine can read it.
struct ReadingArchive {
    /// One file of a log.
    struct Section: Equatable {
        let writer: [UInt8]
        let before: ReadingPosition
        let after: ReadingPosition
        /// Where the frames are in the archive.
        let frames: Range<Int>
        let entries: UInt64
        let newest: Int64
    }

    let host: [UInt8]
    let sections: [Section]
    private let file: LogFile
    private let keys: LogKeys

    var entries: UInt64 { sections.reduce(0) { $0 + $1.entries } }

    /// Reads what the archive says of itself. Throws `foreign` for what is not an archive, `wrongKey` for another vault's,
    /// `newer`, and `altered`.
    init(_ file: LogFile, _ keys: LogKeys) throws(LedgerError) {
        var reader = ArchiveReader(file)
        do throws(LedgerError) {
            host = try reader.head(keys)
            sections = try reader.sections()
            try reader.requireMAC(keys, sections: sections.count)
        } catch { throw error.at(file.path) }
        (self.file, self.keys) = (file, keys)
    }

    /// Gives every entry, oldest first in each section; throws `altered` where a batch is not right.
    func read(_ body: (AuditEntry) throws(LedgerError) -> Void) throws(LedgerError) {
        for section in sections { try read(section, body) }
    }

    private func read(
        _ section: Section, _ body: (AuditEntry) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let damage = ReadingFault.altered(file.path)
        var reader = FrameReader(file, from: section.frames.lowerBound, to: section.frames.upperBound)
        var (batch, link, count) = (section.before.batches, section.before.link, UInt64(0))
        while case .blob(let blob) = try reader.next() {
            guard
                let plain = ReadingFrame.open(
                    blob, host: host, writer: section.writer, file: section.before.file, batch: batch, keys),
                let next = ReadingFrame.link(after: link, batch, blob, keys)
            else { throw damage }
            let found = ReadingBatch(
                file: section.before.file, offset: 0, length: blob.count + 8, number: batch, plain: plain)
            let entries = try ReadingFault.reading(file.path) { () throws(SecretsError) in try found.entries()
            }
            for entry in entries { try body(entry) }
            (batch, link, count) = (batch + 1, next, count + UInt64(entries.count))
        }
        guard reader.offset == section.frames.upperBound, batch == section.after.batches,
            link == section.after.link, count == section.entries
        else { throw damage }
    }
}

/// Reads an archive's parts but for the frames.
private struct ArchiveReader {
    private let file: LogFile
    private let size: Int
    private var place = 0
    private var signed = Writer()

    init(_ file: LogFile) { (self.file, size) = (file, file.size) }

    private mutating func take(_ count: Int) throws(LedgerError) -> Reader {
        guard size - place >= count else { throw LedgerError(.altered, ReadingFault.part) }
        let bytes = try file.read(count, at: place)
        place += bytes.count
        signed.raw(bytes)
        return Reader(bytes)
    }

    mutating func head(_ keys: LogKeys) throws(LedgerError) -> [UInt8] {
        guard size >= 38, try file.read(4, at: 0) == ReadingArchiver.magic else {
            throw LedgerError(.foreign, .file)
        }
        var reader = try take(38)
        let (version, vault, host): (UInt16, [UInt8], [UInt8]) = try opening(ReadingFault.part) {
            () throws(SecretsError) in
            _ = try reader.raw(4)
            return (try reader.number(), try reader.raw(16), try reader.raw(16))
        }
        guard version <= ReadingArchiver.version else { throw LedgerError(.newer, .file) }
        guard version == ReadingArchiver.version else { throw LedgerError(.altered, .file) }
        guard vault == keys.vault else { throw LedgerError(.wrongKey, .vault) }
        return host
    }

    mutating func sections() throws(LedgerError) -> [ReadingArchive.Section] {
        var sections: [ReadingArchive.Section] = []
        while true {
            var kind = try take(1)
            switch try? kind.byte() {
            case 0: return sections
            case 1: sections.append(try section())
            default: throw LedgerError(.altered, ReadingFault.part)
            }
        }
    }

    private mutating func section() throws(LedgerError) -> ReadingArchive.Section {
        var head = try take(68)
        let (writer, before, length) = try opening(ReadingFault.part) { () throws(SecretsError) in
            let writer = try head.raw(16)
            let before = ReadingPosition(
                file: try head.number(), offset: 0, batches: try head.number(), link: try head.raw(32))
            let length: UInt64 = try head.number()
            return (writer, before, length)
        }
        guard length <= UInt64(size - place) else { throw LedgerError(.altered, ReadingFault.part) }
        let frames = place..<place + Int(length)
        place = frames.upperBound
        var tail = try take(56)
        return try opening(ReadingFault.part) { () throws(SecretsError) in
            let after = ReadingPosition(
                file: before.file &+ 1, offset: 0, batches: try tail.number(), link: try tail.raw(32))
            return ReadingArchive.Section(
                writer: writer, before: before, after: after, frames: frames, entries: try tail.number(),
                newest: try tail.number())
        }
    }

    mutating func requireMAC(_ keys: LogKeys, sections: Int) throws(LedgerError) {
        var end = try take(8)
        let (epoch, count): (UInt32, UInt32) = try opening(ReadingFault.part) { () throws(SecretsError) in
            (try end.number(), try end.number())
        }
        guard size - place == KeyedHash.size, let epochKeys = keys.of(epoch), count == UInt32(sections),
            KeyedHash.of(encoded: signed.bytes, with: epochKeys.host)
                == (try file.read(KeyedHash.size, at: place))
        else { throw LedgerError(.altered, ReadingFault.part) }
    }
}
