internal import Glibc
internal import Platform

/// Where a path leads (symlink(7)), and how it is written to.
enum OutputPath {
    /// A descriptor of this process, such as `/dev/stdout`.
    case descriptor(Int32)
    /// A device or a pipe, which is written into.
    case special(String)
    /// A regular file, or none yet: it is replaced.
    case file(String)

    /// Follows links. Throws `unwritable` for a folder, for links without end, and for one that the kernel would not follow.
    init(_ path: String) throws(HandOutError) {
        var path = path
        for _ in 0..<40 {
            let folder = Path.folder(of: path)
            if let number = Int32(Path.name(of: path)), OutputPath.holdsOwnDescriptors(folder) {
                self = .descriptor(number)
                return
            }
            let status: FileStatus
            do throws(SystemError) { status = try FileStatus(at: path) } catch {
                guard error.number == ENOENT, !Path.name(of: path).isEmpty else {
                    throw .unwritable(error.number)
                }
                self = .file(path)
                return
            }
            switch status.kind {
            case .file: self = .file(path)
            case .folder: throw .unwritable(EISDIR)
            case .socket, .characterDevice, .other: self = .special(path)
            case .link:
                guard let next = try OutputPath.target(of: path, in: folder, status) else {
                    self = .special(path)
                    return
                }
                path = next
                continue
            }
            return
        }
        throw .unwritable(ELOOP)
    }

    /// Where a link leads; `nil` for one of the kernel's own that names no file, such as that of another process's pipe.
    private static func target(
        of path: String, in folder: String, _ link: FileStatus
    ) throws(HandOutError) -> String? {
        do throws(SystemError) {
            // What the kernel refuses, too: a link that somebody else put into a folder where everybody may (protected_symlinks).
            let around = try FileStatus(of: folder)
            let isShared = around.permissions & 0o1002 == 0o1002
            guard !isShared || link.isOwn || link.owner == around.owner else { throw SystemError(EACCES) }
            let text = try Files.target(ofLink: path)
            let next = text.hasPrefix("/") ? text : "\(folder)/\(text)"
            let isNameless = (try? FileStatus(at: next)) == nil && (try? FileStatus(of: path)) != nil
            return isNameless ? nil : next
        } catch { throw .unwritable(error.number) }
    }

    private static func holdsOwnDescriptors(_ folder: String) -> Bool {
        guard let own = try? Path.real("/proc/self/fd") else { return false }
        return (try? Path.real(folder)) == own
    }
}
