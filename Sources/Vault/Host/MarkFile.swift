internal import Glibc
internal import Lifecycle
internal import Platform

/// A file of 8192 bytes with two copies of a mark, at 0 and at 4096. A change writes both, one after the other and in place: so
/// no write can damage both, and it needs no room on the disk.
final class MarkFile: Sendable {
    static let size = 2 * spacing
    private static let spacing = 4096

    let file: Descriptor
    let path: String
    private let kind: MarkKind
    /// What is thrown for anything but a valid mark.
    private let invalid: LedgerError

    /// Opens the file at a path; `nil` where there is none. A FIFO is not waited for, a link not followed: `invalid` is thrown for
    /// whatever is not a file that can be read, `refused` for one that this user may not open so.
    static func open(
        _ path: String, _ kind: MarkKind, _ access: Int32, invalid: LedgerError, refused: LedgerError? = nil
    ) throws(LedgerError) -> MarkFile? {
        let file: Descriptor
        do throws(SystemError) {
            file = try Descriptor(opening: path, access | O_NOFOLLOW | O_NONBLOCK)
        } catch {
            switch error.number {
            case ENOENT: return nil
            case EMFILE, ENFILE, ENOMEM: throw LedgerError(error)
            case EACCES, EPERM, EROFS: throw refused ?? invalid.at(path)
            default: throw invalid.at(path)
            }
        }
        return try MarkFile(file, path, kind, invalid: invalid)
    }

    private init(
        _ file: consuming Descriptor, _ path: String, _ kind: MarkKind, invalid: LedgerError
    ) throws(LedgerError) {
        self.invalid = invalid.at(path)
        guard let status = try? file.status(), status.kind == .file else { throw self.invalid }
        try Ownership.requirePrivate(status, path, invalid.part)
        self.file = file
        (self.path, self.kind) = (path, kind)
    }

    /// Whether nothing was written yet.
    var isEmpty: Bool { (try? file.status())?.size == 0 }

    /// Whether one of the copies begins as a mark does.
    var looksLikeMark: Bool {
        [0, MarkFile.spacing].contains { start in
            var bytes = [UInt8](repeating: 0, count: kind.magic.count)
            return unsafe pread(file.number, &bytes, bytes.count, off_t(start)) == bytes.count
                && bytes == kind.magic
        }
    }

    /// The valid copy with the higher sequence. Throws `older` where a copy was written by an epoch that comes after all that the
    /// keyring has: so did the vault.
    func read(_ keys: LogKeys) throws(LedgerError) -> Mark {
        var bytes = [UInt8](repeating: 0, count: MarkFile.size)
        let count = unsafe pread(file.number, &bytes, bytes.count, 0)
        guard count >= 0 else { throw invalid }
        var (found, failures): (Mark?, [Mark.Failure]) = (nil, [])
        for start in [0, MarkFile.spacing] where start + Mark.size <= count {
            do throws(Mark.Failure) {
                let mark = try Mark(Array(bytes[start..<start + Mark.size]), kind, keys: keys)
                if mark.sequence > found?.sequence ?? 0 { found = mark }
            } catch { failures.append(error) }
        }
        guard !failures.contains(.laterEpoch) else { throw LedgerError(.older, invalid.part).at(path) }
        if let found { return found }
        throw failures.contains(.newer) ? LedgerError(.newer, invalid.part).at(path) : invalid
    }

    /// Writes both copies, with the sequences that follow `sequence`; `false` when one could not be written.
    func write(_ body: [UInt8], after sequence: UInt64, _ keys: LogEpochKeys) -> Bool {
        for sequence in [sequence + 1, sequence + 2] {
            let bytes = Mark.encode(kind, body, sequence: sequence, keys: keys)
            let start = Int(sequence % 2) * MarkFile.spacing
            guard unsafe pwrite(file.number, bytes, bytes.count, start) == bytes.count else { return false }
        }
        return true
    }

    /// The bytes of a whole new file.
    static func fresh(_ kind: MarkKind, _ body: [UInt8], after sequence: UInt64, _ keys: LogEpochKeys)
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        for copy in [sequence + 1, sequence + 2].sorted(by: { $0 % 2 < $1 % 2 }) {
            bytes += Mark.encode(kind, body, sequence: copy, keys: keys)
            bytes += [UInt8](repeating: 0, count: spacing - Mark.size)
        }
        return bytes
    }
}
