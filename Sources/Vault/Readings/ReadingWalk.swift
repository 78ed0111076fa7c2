internal import Glibc
internal import Lifecycle

/// Goes forward through the batches of one writer, from file to file, and verifies each: it opens as the batch of its number in
/// that file, and the chain goes on with it.
struct ReadingWalk {
    enum Step {
        case batch(ReadingBatch)
        /// The log ends here.
        case end
        /// What is here is not the next batch.
        case broken
    }

    let folder: ReadingFolder
    let writer: [UInt8]
    let keys: LogKeys
    /// What host's log it is; another one's can be read so.
    var host: [UInt8]
    /// The last file that is read.
    var lastFile = UInt32.max
    private(set) var position: ReadingPosition
    private var file: LogFile?
    private var reader: FrameReader?

    /// Starts at a position. Without the link before it, the links that follow mean nothing.
    init(_ folder: ReadingFolder, _ writer: [UInt8], _ keys: LogKeys, from position: ReadingPosition) {
        (self.folder, self.writer, self.keys, self.position) = (folder, writer, keys, position)
        host = folder.host
    }

    /// The path of the file that it is in.
    var path: String { folder.log(writer, position.file) }

    /// Throws `cut` where the file is shorter than the position, or missing.
    mutating func next() throws(LedgerError) -> Step {
        while true {
            guard var reader = try openedReader() else { return .end }
            switch try reader.next() {
            case .blob(let blob):
                self.reader = reader
                return take(blob)
            case .broken: return .broken
            case .short:
                // Perhaps it is just being written.
                guard try hasGrown() else { return .broken }
            case .end:
                if try hasGrown() { continue }
                guard position.file < lastFile, isNextFileThere else { return .end }
                // A file does not grow any more once there is a next one.
                if try hasGrown() { continue }
                position.file += 1
                (position.offset, file, self.reader) = (0, nil, nil)
            }
        }
    }

    private mutating func take(_ blob: [UInt8]) -> Step {
        guard
            let plain = ReadingFrame.open(
                blob, host: host, writer: writer, file: position.file, batch: position.batches, keys),
            let link = ReadingFrame.link(after: position.link, position.batches, blob, keys)
        else { return .broken }
        let batch = ReadingBatch(
            file: position.file, offset: position.offset, length: blob.count + 8, number: position.batches,
            plain: plain)
        position.offset += batch.length
        position.batches += 1
        position.link = link
        return .batch(batch)
    }

    private mutating func hasGrown() throws(LedgerError) -> Bool {
        guard let file, file.size > position.offset else { return false }
        guard let reader, reader.limit < file.size else { return false }
        self.reader = FrameReader(file, from: position.offset)
        return true
    }

    /// The reader of the file that the position is in; `nil` where its file was not made yet.
    private mutating func openedReader() throws(LedgerError) -> FrameReader? {
        if let reader { return reader }
        guard let opened = try LogFile.open(path, O_RDONLY) else {
            guard position.offset == 0 else { throw ReadingFault.cut(path) }
            return nil
        }
        guard opened.size >= position.offset else { throw ReadingFault.cut(path) }
        file = opened
        let made = FrameReader(opened, from: position.offset)
        reader = made
        return made
    }
}

// MARK: What is wrong

extension ReadingWalk {
    var isFileThere: Bool { folder.isThere(writer, position.file) }
    var isNextFileThere: Bool { folder.isThere(writer, position.file + 1) }

    /// Whether the file ends within the frame at the position, and before `size`.
    func isCut(before size: Int) throws(LedgerError) -> Bool {
        guard let file = try LogFile.open(path, O_RDONLY), file.size < size else { return false }
        var reader = FrameReader(file, from: position.offset)
        if case .short = try reader.next() { return true }
        return false
    }

    /// Whether a later version has written the batch at the position.
    func isNewer() throws(LedgerError) -> Bool {
        guard let file = try LogFile.open(path, O_RDONLY) else { return false }
        var here = FrameReader(file, from: position.offset)
        guard case .blob(let blob) = try here.next() else { return false }
        return blob[0] > ReadingFrame.version
    }

    /// Whether a later version has written the batch at the position (`newer`), the one that should be there is elsewhere in the file
    /// (`reordered`), one that follows is there without it (`gone`), or nothing of that (`altered`).
    func damage() throws(LedgerError) -> ReadingVerdict.Finding.Kind {
        guard let file = try LogFile.open(path, O_RDONLY) else { return .gone }
        guard try !isNewer() else { return .newer }
        var all = FrameReader(file, from: 0)
        while case .blob(let blob) = try all.next() {
            if opens(blob, as: position.batches) { return .reordered }
        }
        var here = FrameReader(file, from: position.offset)
        guard case .blob(let blob) = try here.next() else { return .altered }
        // No frame is smaller, so the file has no more batches than that.
        let most = UInt64(file.size / (ReadingFrame.smallest + 8))
        return (position.batches...position.batches + most).contains { opens(blob, as: $0) }
            ? .gone : .altered
    }

    private func opens(_ blob: [UInt8], as batch: UInt64) -> Bool {
        ReadingFrame.open(blob, host: host, writer: writer, file: position.file, batch: batch, keys) != nil
    }
}
