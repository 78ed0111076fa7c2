internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// The entries of all writers, newest first. Nothing is read before it is asked for.
struct ReadingCursor {
    private var logs: [BackwardLog]

    /// Starts at the ends of the logs of this machine's writers.
    init(_ folder: ReadingFolder, _ keys: LogKeys) throws(LedgerError) {
        var logs: [BackwardLog] = []
        try folder.forEachWriter(keys) { (known) throws(LedgerError) in
            logs.append(try BackwardLog(known, in: folder, keys))
        }
        self.logs = logs
    }

    /// The next older entry; `nil` at the beginning. Throws `altered` where a log is damaged.
    mutating func next() throws(LedgerError) -> AuditEntry? {
        var newest: (place: Int, time: Instant)?
        for place in logs.indices {
            guard let time = try logs[place].peek()?.time else { continue }
            if newest.map({ time > $0.time }) ?? true { newest = (place, time) }
        }
        guard let newest else { return nil }
        return logs[newest.place].pop()
    }
}

/// The entries of one writer, from the last to the first.
struct BackwardLog {
    private let folder: ReadingFolder
    private var known: ReadingEnd
    private let keys: LogKeys
    private var position: ReadingPosition
    private var file: LogFile?
    /// The entries of the batch at the position that were not given yet, oldest first.
    private var entries: [AuditEntry] = []

    init(_ known: ReadingEnd, in folder: ReadingFolder, _ keys: LogKeys) throws(LedgerError) {
        (self.folder, self.known, self.keys) = (folder, known, keys)
        var walk = ReadingWalk(folder, known.writer, keys, from: known.durable)
        walk.host = known.host
        var summary: SummaryPlace?
        _ = try walk.finish(&summary)
        position = walk.position
    }

    /// The newest entry that is left.
    mutating func peek() throws(LedgerError) -> AuditEntry? {
        while entries.isEmpty {
            guard position.batches > known.kept.batches else { return nil }
            if position.offset == 0 {
                guard position.file > known.kept.file else { throw ReadingFault.altered(path) }
                position.file -= 1
                file = nil
                guard try !isRemoved() else { return nil }
                position.offset = try opened().size
                continue
            }
            try readBatch()
        }
        return entries.last
    }

    mutating func pop() -> AuditEntry? { entries.popLast() }

    /// Whether retention has removed the file since this began.
    private mutating func isRemoved() throws(LedgerError) -> Bool {
        guard !folder.isThere(known.writer, position.file) else { return false }
        guard let now = try folder.known(of: known.writer, folder.contents(), keys),
            now.kept.file > position.file
        else { return false }
        known = now
        return true
    }

    private var path: String { folder.log(known.writer, position.file) }

    private mutating func opened() throws(LedgerError) -> LogFile {
        if let file { return file }
        guard let opened = try LogFile.open(path, O_RDONLY) else { throw ReadingFault.cut(path) }
        file = opened
        return opened
    }

    private mutating func readBatch() throws(LedgerError) {
        let number = position.batches - 1
        guard let blob = try opened().blob(before: position.offset),
            let plain = ReadingFrame.open(
                blob, host: known.host, writer: known.writer, file: position.file, batch: number, keys)
        else { throw ReadingFault.altered(path) }
        let batch = ReadingBatch(
            file: position.file, offset: position.offset - blob.count - 8, length: blob.count + 8,
            number: number, plain: plain)
        entries = try ReadingFault.reading(path) { () throws(SecretsError) in try batch.entries() }
        (position.batches, position.offset) = (number, batch.offset)
    }
}
