internal import Glibc
internal import Lifecycle
internal import Platform

/// One file of a reading log, open.
final class LogFile: Sendable {
    let descriptor: Descriptor
    let path: String

    private init(_ descriptor: consuming Descriptor, _ path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Opens a file; `nil` where there is none. Throws `altered` for anything but a regular file that is this user's alone.
    static func open(_ path: String, _ access: Int32) throws(LedgerError) -> LogFile? {
        let descriptor: Descriptor
        do throws(SystemError) {
            descriptor = try Descriptor(opening: path, access | O_NOFOLLOW | O_NONBLOCK)
        } catch {
            switch error.number {
            case ENOENT: return nil
            case EMFILE, ENFILE, ENOMEM: throw LedgerError(error)
            case EROFS: throw ReadingFault.unlogged(error, path)
            case EACCES, EPERM:
                throw access == O_RDONLY ? ReadingFault.altered(path) : ReadingFault.unlogged(error, path)
            default: throw ReadingFault.altered(path)
            }
        }
        guard let status = try? descriptor.status(), status.kind == .file else {
            throw ReadingFault.altered(path)
        }
        try Ownership.requirePrivate(status, path, ReadingFault.part)
        return LogFile(descriptor, path)
    }

    /// An archive, which may be anybody's, as somebody has opened it.
    init(archive descriptor: consuming Descriptor, at path: String) throws(LedgerError) {
        guard let status = try? descriptor.status(), status.kind == .file else {
            throw LedgerError(.notRegular, .file).at(path)
        }
        self.descriptor = descriptor
        self.path = path
    }

    /// Makes a new file, to append to.
    static func make(_ path: String) throws(LedgerError) -> LogFile {
        do throws(SystemError) {
            return LogFile(
                try Descriptor(opening: path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW), path)
        } catch {
            throw error.number == EEXIST ? ReadingFault.altered(path) : ReadingFault.unlogged(error, path)
        }
    }

    var size: Int { (try? descriptor.status())?.size ?? 0 }

    /// Reads up to `count` bytes; fewer at the end of the file.
    func read(_ count: Int, at offset: Int) throws(LedgerError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = unsafe pread(
                    descriptor.number, buffer.baseAddress.map { unsafe $0 + filled }, count - filled,
                    offset + filled)
                if got > 0 { filled += got; continue }
                if got == 0 { break }
                if errno != EINTR { failure = errno; break }
            }
        }
        guard failure == 0 else { throw LedgerError(SystemError(failure)).at(path) }
        return bytes
    }
}
