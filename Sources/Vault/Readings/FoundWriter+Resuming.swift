internal import Glibc
internal import Lifecycle
internal import Platform

// Going on with a log: what a process that ended left behind the durable end.

extension FoundWriter {
    /// Goes on with a log. A torn end behind what was durable comes of a power cut, or of a process that was killed: it is cut off,
    /// and noted. A log that ends before it was cut by somebody.
    static func resume(
        _ known: ReadingEnd, _ sequence: UInt64, _ end: MarkFile, in folder: ReadingFolder, _ keys: LogKeys
    ) throws(LedgerError) -> FoundWriter {
        var walk = ReadingWalk(folder, known.writer, keys, from: known.durable)
        var summary = known.summary
        let isWhole = try walk.finish(&summary)
        let log = try open(folder.log(known.writer, walk.position.file), at: walk.position)
        var found = FoundWriter(
            end: end, known: known, sequence: sequence, log: log, position: walk.position, summary: summary,
            sinceSummary: 0, isNew: false)
        if !isWhole {
            guard try !walk.isNewer() else { throw LedgerError(.newer, ReadingFault.part).at(walk.path) }
            try found.cutTornEnd(in: folder, keys)
        }
        if walk.position == known.durable { try found.requireLastFrame(folder, keys) }
        found.sinceSummary = found.bytesSinceSummary(in: folder)
        return found
    }

    private static func open(_ path: String, at position: ReadingPosition) throws(LedgerError) -> LogFile {
        if let log = try LogFile.open(path, O_RDWR | O_APPEND) { return log }
        guard position.offset == 0 else { throw ReadingFault.cut(path) }
        return try LogFile.make(path)
    }

    private mutating func cutTornEnd(in folder: ReadingFolder, _ keys: LogKeys) throws(LedgerError) {
        // A file was made durable before the next one was begun.
        guard !folder.isThere(known.writer, position.file + 1) else { throw ReadingFault.altered(log.path) }
        let torn = log.size - position.offset
        guard ftruncate(log.descriptor.number, off_t(position.offset)) == 0 else {
            throw ReadingFault.unlogged(.last, log.path)
        }
        known.torn += 1
        known.tornBytes += UInt64(max(0, torn))
        guard end.write(known.body, after: sequence, keys.current) else {
            throw ReadingFault.unlogged(.last, end.path)
        }
        sequence += 2
    }

    /// Throws unless the log's last frame is the last batch that was durable.
    private func requireLastFrame(_ folder: ReadingFolder, _ keys: LogKeys) throws(LedgerError) {
        guard position.offset > 0 else { return }
        guard position.batches > 0, let blob = try log.blob(before: position.offset),
            ReadingFrame.open(
                blob, host: known.host, writer: known.writer, file: position.file,
                batch: position.batches - 1,
                keys) != nil
        else { throw ReadingFault.altered(log.path) }
    }

    /// How many bytes follow the last summary. Where a new file has none yet, that is what it has to begin with.
    private func bytesSinceSummary(in folder: ReadingFolder) -> Int {
        if position.offset == 0, position.file > known.kept.file { return .max }
        guard let summary else { return position.offset }
        guard summary.file != position.file else { return position.offset - summary.offset - summary.length }
        return .max
    }
}

extension ReadingWalk {
    /// Goes to the end, and finds the newest summary on the way; `false` where it is torn.
    mutating func finish(_ summary: inout SummaryPlace?) throws(LedgerError) -> Bool {
        while true {
            switch try next() {
            case .batch(let batch): if batch.isSummary { summary = batch.place }
            case .end: return true
            case .broken: return false
            }
        }
    }
}

extension LogFile {
    /// The blob of the frame that ends at an offset; `nil` where there is none.
    func blob(before offset: Int) throws(LedgerError) -> [UInt8]? {
        guard offset >= ReadingFrame.smallest + 8 else { return nil }
        let length = try read(4, at: offset - 4)
        let count = Int(length.reduce(0) { $0 << 8 | UInt32($1) })
        guard (ReadingFrame.smallest...ReadingFrame.largest).contains(count), offset >= count + 8 else {
            return nil
        }
        let frame = try read(count + 8, at: offset - count - 8)
        guard frame.count == count + 8, Array(frame.prefix(4)) == length else { return nil }
        return Array(frame[4..<4 + count])
    }
}
