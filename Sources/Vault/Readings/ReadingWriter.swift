internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// The log of one writer, locked for this process.
final class ReadingWriter {
    let folder: ReadingFolder
    let id: [UInt8]
    let keys: LogKeys
    /// The file that says how far the log is durable. Its lock says that the writer is taken.
    let end: MarkFile
    /// What that file says, and the sequence of its newest copy.
    var known: ReadingEnd
    var sequence: UInt64
    var log: LogFile
    /// Where the next frame goes, in which file.
    var (file, offset): (UInt32, Int)
    var frame: FrameMaker
    /// The newest summary, and how many bytes of batches follow it.
    var summary: SummaryPlace?
    var sinceSummary: Int
    /// What the next summary will say; `nil` where the log was not read yet.
    var tally: ReadingTally?
    /// What was last read before this is left out of the next summary.
    var oldestKept = Int64.min
    /// What this process has written to the file, if it has begun it, and what was in files that it has closed.
    var begun: BegunFile?
    var closedHere: [UInt32: ClosedFile] = [:]
    let aside = ReadingSync()
    var isFolderDurable: Bool
    /// Whether the last sync failed: nothing more is handed out until one succeeds.
    var hasSyncFailed = false
    /// Whether the file is not as it was left, so that nothing can be appended any more.
    private(set) var isBroken = false

    /// Takes what was found of a log whose lock this process has.
    init(_ found: FoundWriter, in folder: ReadingFolder, _ keys: LogKeys) {
        (self.folder, self.keys) = (folder, keys)
        (id, end, known, sequence) = (found.known.writer, found.end, found.known, found.sequence)
        (log, file, offset) = (found.log, found.position.file, found.position.offset)
        (summary, sinceSummary, isFolderDurable) = (found.summary, found.sinceSummary, !found.isNew)
        frame = FrameMaker(folder, found.known.writer, at: found.position, keys)
        guard found.position.batches == 0 else { return }
        (tally, begun) = (ReadingTally(), BegunFile(before: found.position))
    }

    /// Where the next frame goes.
    var position: ReadingPosition {
        ReadingPosition(file: file, offset: offset, batches: frame.batch, link: frame.link)
    }

    /// Appends entries as one batch: safe from the death of any process when this returns, and from a power cut after `sync`.
    func append(_ entries: [RepeatedEntry]) throws(LedgerError) {
        guard !isBroken else { throw ReadingFault.altered(log.path) }
        if hasSyncFailed { try sync() }
        try makeRoom()
        frame.begin(ReadingFrame.entries)
        for run in entries { frame.add(run.entry, times: run.times) }
        sinceSummary += try put()
        for run in entries {
            begun?.add(run.entry.time.seconds, times: run.times)
            tally?.add(run.entry, times: run.times)
        }
    }

    /// Seals the frame that was begun and writes it, whole or not at all; returns its size.
    func put() throws(LedgerError) -> Int {
        do { try frame.seal() } catch { throw LedgerError(of: error, ReadingFault.part) }
        let size = frame.size
        var done = 0
        while done < size {
            let wrote = frame.write(to: log.descriptor.number, from: done)
            if wrote > 0 { done += wrote; continue }
            if wrote == -Int(EINTR) { continue }
            if ftruncate(log.descriptor.number, off_t(offset)) != 0 { isBroken = true }
            throw ReadingFault.unlogged(SystemError(wrote == 0 ? EIO : Int32(-wrote)), log.path)
        }
        try requireWhole(offset + size)
        frame.advance()
        offset += size
        return size
    }

    /// Throws where the file was cut, written to by another, or deleted: what was written may be lost.
    private func requireWhole(_ size: Int) throws(LedgerError) {
        var status = stat()
        guard unsafe fstat(log.descriptor.number, &status) == 0, status.st_nlink > 0, status.st_size == size
        else {
            isBroken = true
            if status.st_nlink == 0 { throw LedgerError(.gone, ReadingFault.part).at(log.path) }
            throw status.st_size < size ? ReadingFault.cut(log.path) : ReadingFault.altered(log.path)
        }
    }
}
