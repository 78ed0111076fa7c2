internal import Glibc
internal import Lifecycle
internal import Platform

// What was appended is made durable in groups, and after that the end of the log is written.

extension ReadingWriter {
    private var isDurable: Bool {
        known.durable.batches == frame.batch && known.durable.file == file && isFolderDurable
    }

    /// Begins to make durable what is not, without waiting for the disk. Nobody may fork meanwhile.
    func beginSync() -> SyncProgress {
        guard aside.isIdle else { return .behind }
        finishSync()
        guard !hasSyncFailed else { return .behind }
        guard !isDurable else { return .durable }
        return aside.begin(syncTask()) ? .begun : .behind
    }

    /// Makes everything durable. Waits for a sync that was begun.
    ///
    /// After a sync that failed, the next one may succeed without having written anything (fsync(2), "EIO"): so what is not durable
    /// is written again first.
    func sync() throws(LedgerError) {
        finishSync()
        guard !isDurable || hasSyncFailed else { return }
        if hasSyncFailed { try rewrite() }
        let task = syncTask()
        task.run()
        finish(task)
        guard !hasSyncFailed else { throw ReadingFault.unlogged(SystemError(task.failure), log.path) }
    }

    private func syncTask() -> ReadingSync.Task {
        var wanted = known
        (wanted.durable, wanted.summary) = (position, summary)
        return ReadingSync.Task(
            log, end, wanted, after: sequence, keys.current, folder: isFolderDurable ? nil : folder.path,
            folder.limits)
    }

    private func finishSync() {
        if let task = aside.finish() { finish(task) }
    }

    private func finish(_ task: ReadingSync.Task) {
        guard task.failure == 0 else {
            hasSyncFailed = true
            return
        }
        (known, sequence) = (task.wanted, task.sequence + 2)
        (hasSyncFailed, isFolderDurable) = (false, true)
    }

    /// Writes the bytes again that are not durable, in their place, once they were read and verified.
    private func rewrite() throws(LedgerError) {
        var walk = ReadingWalk(folder, id, keys, from: known.durable)
        while walk.position.batches < frame.batch {
            guard case .batch = try walk.next() else { throw ReadingFault.altered(log.path) }
        }
        guard walk.position == position, let file = try LogFile.open(log.path, O_RDWR),
            let there = try? file.descriptor.status(), let mine = try? log.descriptor.status(),
            there.identity == mine.identity
        else { throw ReadingFault.altered(log.path) }
        var place = known.durable.offset
        while place < offset {
            let bytes = try file.read(min(1 << 20, offset - place), at: place)
            let wrote = unsafe pwrite(file.descriptor.number, bytes, bytes.count, place)
            guard wrote > 0 else {
                throw ReadingFault.unlogged(SystemError(wrote == 0 ? EIO : errno), log.path)
            }
            place += wrote
        }
    }
}
