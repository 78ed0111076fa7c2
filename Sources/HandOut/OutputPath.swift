internal import Glibc

/// Where a path leads (symlink(7)), and how it is written to.
enum OutputPath {
    /// A descriptor of this process, such as `/dev/stdout`.
    case descriptor(Int32)
    /// A device or a pipe, which is written into.
    case special(String)
    /// A regular file, or none yet, by the folder that holds it: it is replaced.
    case file(folder: String, name: String)

    /// Follows links. Throws `unwritable` for a folder, for links without end, and for one that the kernel would not follow.
    init(_ path: String) throws(HandOutError) {
        var path = path
        for _ in 0..<40 {
            let (folder, name) = OutputPath.split(path)
            if let number = Int32(name), OutputPath.holdsOwnDescriptors(folder) {
                self = .descriptor(number)
                return
            }
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else {
                guard errno == ENOENT, !name.isEmpty else { throw .unwritable(errno) }
                self = .file(folder: folder, name: name)
                return
            }
            switch status.st_mode & S_IFMT {
            case S_IFREG: self = .file(folder: folder, name: name)
            case S_IFDIR: throw .unwritable(EISDIR)
            case S_IFLNK:
                guard let next = try OutputPath.target(of: path, in: folder, status) else { fallthrough }
                path = next
                continue
            default: self = .special(path)
            }
            return
        }
        throw .unwritable(ELOOP)
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    /// Where a link leads; `nil` for one of the kernel's own that names no file, such as that of another process's pipe.
    private static func target(of path: String, in folder: String, _ link: stat) throws(HandOutError)
        -> String?
    {
        // What the kernel refuses, too: a link that somebody else put into a folder where everybody may (protected_symlinks).
        var around = stat()
        guard unsafe stat(folder, &around) == 0 else { throw .unwritable(errno) }
        let isShared = around.st_mode & 0o1002 == 0o1002
        guard !isShared || link.st_uid == geteuid() || link.st_uid == around.st_uid else {
            throw .unwritable(EACCES)
        }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(path, &buffer, buffer.count)
        guard count > 0 else { throw .unwritable(errno) }
        guard let text = String(validating: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        else { throw .unwritable(EILSEQ) }
        let next = text.hasPrefix("/") ? text : "\(folder)/\(text)"
        var (named, led) = (stat(), stat())
        let isNameless = unsafe lstat(next, &named) != 0 && stat(path, &led) == 0
        return isNameless ? nil : next
    }

    private static func holdsOwnDescriptors(_ folder: String) -> Bool {
        guard let own = real("/proc/self/fd") else { return false }
        return real(folder) == own
    }

    private static func real(_ path: String) -> String? {
        guard let found = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(found) }
        return unsafe String(validatingCString: found)
    }
}
