internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// Copies closed files of a reading log into an archive, each proven on the way.
///
/// raw "LKSA", u16 version (2), raw vault (16), raw host (16). For each file: u8 1, raw writer (16), u32 file, u64 batches before,
/// raw link before (32), u64 length; the frames as they are; u64 batches behind, raw link behind (32), u64 entries, i64 time of the
/// newest. At the end: u8 0, u32 epoch, u32 how many files, raw MAC (32) by the host key over all before it but the frames.
struct ReadingArchiver {
    static let magic = Array("LKSA".utf8)
    static let version: UInt16 = 2

    private let folder: ReadingFolder
    private let keys: LogKeys
    /// All that is written but the frames.
    private var signed = Writer()
    private var copied: [(writer: ReadingWriter, files: [ClosedFile])] = []
    /// What was copied, and what of it is removed here by `remove`.
    private(set) var removal = ReadingRemoval()

    init(_ folder: ReadingFolder, _ keys: LogKeys, passedOver: Int) {
        (self.folder, self.keys) = (folder, keys)
        removal.passedOver = passedOver
    }

    /// Writes the head.
    mutating func begin(_ file: borrowing Descriptor) throws(LedgerError) {
        try write(to: file) { [vault = keys.vault, host = folder.host] writer in
            writer.raw(Self.magic)
            writer.number(Self.version)
            writer.raw(vault)
            writer.raw(host)
        }
    }

    /// Copies a writer's closed files whose entries are all older than `before`.
    mutating func copy(
        _ writer: ReadingWriter, to file: borrowing Descriptor, before: Instant?
    ) throws(LedgerError) {
        let files = try writer.closedFiles(proven: true) { closed in
            before.map { (closed.newest ?? .min) < $0.seconds } ?? true
        }
        for closed in files { try copy(closed, of: writer.id, to: file) }
        guard !files.isEmpty else { return }
        copied.append((writer, files))
        removal.add(files)
    }

    private mutating func copy(
        _ closed: ClosedFile, of writer: [UInt8], to file: borrowing Descriptor
    ) throws(LedgerError) {
        guard let log = try LogFile.open(closed.path, O_RDONLY) else { throw ReadingFault.cut(closed.path) }
        try write(to: file) { out in
            out.byte(1)
            out.raw(writer)
            out.number(closed.number)
            out.number(closed.before.batches)
            out.raw(closed.before.link)
            out.number(UInt64(closed.size))
        }
        var place = 0
        while place < closed.size {
            let bytes = try log.read(min(1 << 20, closed.size - place), at: place)
            guard !bytes.isEmpty else { throw ReadingFault.cut(closed.path) }
            try Self.write(bytes, to: file)
            place += bytes.count
        }
        try write(to: file) { out in
            out.number(closed.after.batches)
            out.raw(closed.after.link)
            out.number(closed.entries)
            out.number(closed.newest ?? 0)
        }
    }

    /// Writes the end, and makes the archive durable.
    mutating func end(_ file: borrowing Descriptor) throws(LedgerError) {
        let (epoch, count) = (keys.current.epoch, UInt32(removal.files))
        try write(to: file) { out in
            out.byte(0)
            out.number(epoch)
            out.number(count)
        }
        try Self.write(KeyedHash.of(encoded: signed.bytes, with: keys.current.host), to: file)
        do throws(SystemError) { try file.sync() } catch { throw LedgerError(error) }
    }

    /// Removes here what was copied. The archive has its name by now, and is durable.
    func remove() throws(LedgerError) {
        for (writer, files) in copied { try writer.remove(files) }
    }

    private mutating func write(
        to file: borrowing Descriptor, _ body: (inout Writer) -> Void
    ) throws(LedgerError) {
        let start = signed.bytes.count
        body(&signed)
        try Self.write(Array(signed.bytes[start...]), to: file)
    }

    private static func write(_ bytes: [UInt8], to file: borrowing Descriptor) throws(LedgerError) {
        do throws(SystemError) { try file.write(bytes) } catch { throw LedgerError(error) }
    }
}
