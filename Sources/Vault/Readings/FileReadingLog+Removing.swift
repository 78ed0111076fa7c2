internal import Lifecycle
internal import Platform

extension FileReadingLog {
    /// Removes whole closed files that are too old, or more than is kept of all together, and notes how much that was. With
    /// `anchors` no file goes whose end the vault has not noted.
    func retire(
        olderThan oldest: Instant, keeping bytes: Int = 256 << 20, anchors: [ReadingAnchor]? = nil
    ) throws(LedgerError) -> ReadingRemoval {
        var retention = ReadingRetention(folder, olderThan: oldest, keeping: bytes, anchors: anchors)
        let contents = try folder.contents()
        guard retention.isDue(contents) else { return ReadingRemoval() }
        let (writers, passedOver) = try idleWriters(contents)
        retention.remove(from: writers, contents)
        var removal = retention.removal
        removal.passedOver += passedOver
        return removal
    }

    /// Copies closed files into an archive, proven. What was copied is removed by `ReadingArchiver.remove`, once the archive is safe.
    ///
    /// Without `before`, files that have any entry are closed first, so that all is copied but what other processes are writing.
    func archive(to file: borrowing Descriptor, before: Instant? = nil) throws(LedgerError) -> ReadingArchiver
    {
        let (writers, passedOver) = try idleWriters(try folder.contents())
        var archiver = ReadingArchiver(folder, keys, passedOver: passedOver)
        try archiver.begin(file)
        for writer in writers {
            writer.removeLeftovers()
            if before == nil { try writer.closeFile() }
            try archiver.copy(writer, to: file, before: before)
        }
        try archiver.end(file)
        return archiver
    }

    /// This process's writer, and those that no process uses, locked; and how many were passed over.
    private func idleWriters(
        _ contents: ReadingFolder.Contents
    ) throws(LedgerError) -> (writers: [ReadingWriter], passedOver: Int) {
        var (writers, passedOver): ([ReadingWriter], Int) = (writer.map { [$0] } ?? [], 0)
        for id in contents.writers where id != writer?.id {
            do throws(LedgerError) {
                guard try !folder.isNoted(id, contents, keys),
                    let found = try FoundWriter.take(id, contents, in: folder, keys)
                else {
                    passedOver += 1
                    continue
                }
                writers.append(ReadingWriter(found, in: folder, keys))
            } catch { passedOver += 1 }
        }
        return (writers, passedOver)
    }
}
