internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// A writer whose lock this process has got, and whose log was looked at: the end, the size of the last file, its last frame,
/// and what was not durable yet. All else is for `verify`.
struct FoundWriter {
    let end: MarkFile
    var known: ReadingEnd
    var sequence: UInt64
    let log: LogFile
    var position: ReadingPosition
    var summary: SummaryPlace?
    var sinceSummary: Int
    /// Whether its files were made just now.
    let isNew: Bool

    /// The one byte of the end's file that is locked.
    static let lockedByte: Int64 = 0
}

// MARK: Taking a writer

extension ReadingWriter {
    /// Takes an idle writer of this machine, or makes a new one; `left` only where there can be no other. Throws `busy` where there are as many writers as there may be, and
    /// what is wrong with a log that is damaged, until that was noted.
    static func take(
        in folder: ReadingFolder, _ keys: LogKeys, rarely left: [UInt8]? = nil
    ) throws(LedgerError) -> ReadingWriter {
        let contents = try folder.contents()
        let isFull = contents.writers.count >= folder.limits.writers
        for writer in contents.writers.filter({ $0 != left }) + (isFull ? [left].compactMap(\.self) : [])
        where try !folder.isNoted(writer, contents, keys) {
            if let found = try FoundWriter.take(writer, contents, in: folder, keys) {
                return ReadingWriter(found, in: folder, keys)
            }
        }
        guard !isFull else {
            throw LedgerError(.busy, ReadingFault.part).at(folder.path)
        }
        try folder.make()
        return ReadingWriter(try FoundWriter.make(in: folder, keys), in: folder, keys)
    }
}

extension FoundWriter {
    /// Takes a writer; `nil` where another process has it, or it is another machine's.
    static func take(
        _ writer: [UInt8], _ contents: ReadingFolder.Contents, in folder: ReadingFolder, _ keys: LogKeys
    ) throws(LedgerError) -> FoundWriter? {
        let path = folder.end(of: writer)
        guard let end = try openEnd(path), try end.isLocked() else { return nil }
        if end.isEmpty, contents.files[writer] == nil { return try begin(writer, end, in: folder, keys) }
        let mark = try end.read(keys)
        guard let known = try? ReadingEnd(mark), known.writer == writer else {
            throw ReadingFault.altered(path)
        }
        guard known.host == folder.host else { return nil }
        return try resume(known, mark.sequence, end, in: folder, keys)
    }

    /// Makes a new writer.
    fileprivate static func make(in folder: ReadingFolder, _ keys: LogKeys) throws(LedgerError) -> FoundWriter
    {
        while true {
            let writer = Random.bytes(16)
            let path = folder.end(of: writer)
            do throws(SystemError) {
                _ = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
            } catch { throw ReadingFault.unlogged(error, path) }
            // Another process may have found it, and taken it, already.
            guard let end = try openEnd(path), try end.isLocked(), end.isEmpty else { continue }
            return try begin(writer, end, in: folder, keys)
        }
    }

    private static func openEnd(_ path: String) throws(LedgerError) -> MarkFile? {
        try MarkFile.open(
            path, .end, O_RDWR, invalid: ReadingFault.altered(path),
            refused: ReadingFault.unlogged(SystemError(EACCES), path))
    }

    private static func begin(
        _ writer: [UInt8], _ end: MarkFile, in folder: ReadingFolder, _ keys: LogKeys
    ) throws(LedgerError) -> FoundWriter {
        let known = ReadingEnd(host: folder.host, writer: writer)
        do throws(SystemError) {
            try end.file.write(MarkFile.fresh(.end, known.body, after: 0, keys.current))
            // A power cut must not leave a log without its end.
            guard folder.limits.sync(end.file.number) == 0 else { throw .last }
        } catch {
            _ = ftruncate(end.file.number, 0)
            throw ReadingFault.unlogged(error, end.path)
        }
        let log = try LogFile.make(folder.log(writer, known.durable.file))
        return FoundWriter(
            end: end, known: known, sequence: 2, log: log, position: known.durable, summary: nil,
            sinceSummary: 0, isNew: true)
    }
}

extension MarkFile {
    /// Whether this process has got the lock.
    fileprivate func isLocked() throws(LedgerError) -> Bool {
        do throws(SystemError) { return try file.lock(byte: FoundWriter.lockedByte) } catch {
            throw ReadingFault.unlogged(error, path)
        }
    }
}
