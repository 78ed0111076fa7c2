internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

// Summaries, and the next file when one is full.

extension ReadingWriter {
    private var summaryLength: Int { summary?.length ?? 0 }

    /// Whether there is more in the file than the summary that it begins with.
    var hasEntries: Bool {
        let begins = summary?.file == file && summary?.offset == 0
        return offset > (begins ? summaryLength : 0)
    }

    /// Closes the file where it is full, and writes a summary where one is due.
    func makeRoom() throws(LedgerError) {
        if offset >= max(folder.limits.file, 4 * summaryLength) {
            try beginFile()
        } else if sinceSummary >= max(folder.limits.summary, 2 * summaryLength) {
            try summarize()
        }
    }

    /// Closes the file where it has any entry. One that was closed just before a process was killed, or failed, gets the summary that the
    /// next file has to begin with: without it the file does not count as closed.
    func closeFile() throws(LedgerError) {
        if hasEntries {
            try beginFile()
        } else if offset == 0, file > known.kept.file {
            try summarize()
        }
    }

    /// Makes the log durable, and goes on in a new file, which begins with a summary of all before it.
    func beginFile() throws(LedgerError) {
        try loadTally()
        try sync()
        let next = try LogFile.make(folder.log(id, file + 1))
        do throws(SystemError) { try Files.syncFolder(of: next.path) } catch {
            _ = unsafe unlink(next.path)
            throw ReadingFault.unlogged(error, folder.path)
        }
        noteClosed()
        log = next
        (file, offset) = (file + 1, 0)
        known.durable = position
        begun = BegunFile(before: known.durable)
        frame = FrameMaker(folder, id, at: known.durable, keys)
        _ = writeEnd()
        _ = folder.limits.sync(end.file.number)
        // Also where it fails now: the next batch tries again, since the new file has to begin with it.
        sinceSummary = .max
        try summarize()
    }

    /// Remembers what is in the file that is full, if all of it was written here.
    private func noteClosed() {
        guard let begun else { return }
        var after = position
        (after.file, after.offset) = (file + 1, 0)
        closedHere[file] = ClosedFile(
            number: file, path: log.path, size: offset, before: begun.before, after: after,
            entries: begun.entries,
            newest: begun.newest)
    }

    /// Appends what was handed out so far, so that nobody has to read what is before it.
    func summarize() throws(LedgerError) {
        try loadTally()
        guard let tally else { return }
        let (start, batch, oldest) = (offset, frame.batch, oldestKept)
        frame.begin(ReadingFrame.summary)
        frame.add { tally.encode(to: &$0, since: oldest) }
        let length = try put()
        summary = SummaryPlace(file: file, offset: start, batch: batch, length: length)
        sinceSummary = 0
    }

    /// Writes what is known to be durable; `false` where that failed.
    func writeEnd() -> Bool {
        defer { sequence += 2 }
        return end.write(known.body, after: sequence, keys.current)
    }

    /// Reads the log from the last summary on.
    private func loadTally() throws(LedgerError) {
        guard tally == nil else { return }
        var walk = ReadingWalk(folder, id, keys, from: ReadingPosition(summary, or: known.kept))
        var found = ReadingTally()
        while walk.position.batches < frame.batch {
            guard case .batch(let batch) = try walk.next() else { throw ReadingFault.altered(walk.path) }
            try ReadingFault.reading(walk.path) { () throws(SecretsError) in try batch.count(in: &found) }
        }
        tally = found
    }
}

extension ReadingPosition {
    /// Where a summary stands, or where the log begins. The link before a summary is not known.
    init(_ summary: SummaryPlace?, or kept: ReadingPosition) {
        guard let summary else {
            self = kept
            return
        }
        self.init(file: summary.file, offset: summary.offset, batches: summary.batch)
    }
}

extension ReadingBatch {
    /// Counts its entries, or those of one label; a summary replaces all that was counted before it.
    func count(in tally: inout ReadingTally, only label: String? = nil) throws(SecretsError) {
        guard !isSummary else {
            tally = try self.tally(only: label)
            return
        }
        let (raw, wanted) = (try RawEntries(self), label.map { Array($0.utf8) })
        // Most entries are not about the label, and need not be taken apart.
        var run: (place: Range<Int>, times: Int)?
        for place in raw.places where wanted.map({ raw.isAbout($0, at: place) }) ?? true {
            if let last = run, raw.areAlike(last.place, place) {
                run = (last.place, last.times + 1)
                continue
            }
            if let last = run { tally.add(try raw.entry(at: last.place), times: last.times) }
            run = (place, 1)
        }
        if let last = run { tally.add(try raw.entry(at: last.place), times: last.times) }
    }
}
