internal import Lifecycle
internal import Platform

/// What was removed of a reading log.
struct ReadingRemoval: Equatable {
    var files = 0
    var entries: UInt64 = 0
    var bytes = 0
    /// Writers that another process is using, or that are damaged: nothing of theirs was removed.
    var passedOver = 0

    mutating func add(_ removed: [ClosedFile]) {
        files += removed.count
        entries += removed.reduce(0) { $0 + $1.entries }
        bytes += removed.reduce(0) { $0 + $1.size }
    }
}

/// Removes whole files that are too old, or too much.
struct ReadingRetention {
    let folder: ReadingFolder
    /// What is older than this goes.
    let oldest: Instant
    /// So many bytes are kept of all logs together.
    let bytes: Int
    /// What the vault's change log has noted: no file goes before its end was noted. `nil` where that is not asked for.
    let anchors: [ReadingAnchor]?
    private(set) var removal = ReadingRemoval()
    private var excess = 0

    init(_ folder: ReadingFolder, olderThan oldest: Instant, keeping bytes: Int, anchors: [ReadingAnchor]?) {
        (self.folder, self.oldest, self.bytes, self.anchors) = (folder, oldest, bytes, anchors)
    }

    /// Whether it may be worth a look: there is more than is kept, or a file was not written to for that long. The times of the
    /// files only say when to look; what is in them decides.
    func isDue(_ contents: ReadingFolder.Contents) -> Bool {
        var total = 0
        for (writer, files) in contents.files {
            for file in files {
                guard let status = try? FileStatus(at: folder.log(writer, file)) else { continue }
                total += status.size
                if files.count > 1, status.changed / 1_000_000_000 < oldest.seconds { return true }
            }
        }
        return total > bytes
    }

    /// Removes what may go of the writers given, those whose first file is the oldest first.
    mutating func remove(from writers: [ReadingWriter], _ contents: ReadingFolder.Contents) {
        excess = size(of: contents) - bytes
        for writer in writers.sorted(by: { age($0) < age($1) }) {
            do throws(LedgerError) { try remove(from: writer) } catch { removal.passedOver += 1 }
        }
    }

    private mutating func remove(from writer: ReadingWriter) throws(LedgerError) {
        writer.oldestKept = oldest.seconds
        writer.removeLeftovers()
        let anchored = anchors.map { $0.filter { $0.writer == writer.id }.map(\.batches).max() ?? 0 }
        var (left, oldest) = (excess, oldest.seconds)
        oldest = max(oldest, .min)
        let files = try writer.closedFiles(proven: false) { file in
            guard (file.newest ?? .min) < oldest || left > 0,
                anchored.map({ file.after.batches <= $0 }) ?? true
            else { return false }
            left -= file.size
            return true
        }
        try writer.remove(files)
        excess = left
        removal.add(files)
    }

    /// When the first file of a writer was written to last.
    private func age(_ writer: ReadingWriter) -> Int64 {
        (try? FileStatus(at: folder.log(writer.id, writer.known.kept.file)))?.changed ?? .max
    }

    private func size(of contents: ReadingFolder.Contents) -> Int {
        contents.files.reduce(0) { sum, files in
            files.value.reduce(sum) { $0 + Files.size(of: folder.log(files.key, $1)) }
        }
    }
}
