internal import Glibc
internal import Platform

/// What the operating system knows.
enum System {
    /// The words for an errno.
    static func error(_ number: Int32) -> String { SystemError(number).text }

    /// What to do where a file could not be written, for what stands in the way.
    static func remedy(_ number: Int32) -> String {
        switch number {
        case ENOSPC, EDQUOT: "Free some space there, or choose another path."
        case EFBIG: "Raise the limit on file size (ulimit -f), or choose another path."
        case EACCES, EPERM: "Choose a path where you can write; the folder must be writable, too."
        case EROFS: "Choose a path on a file system that is not read-only."
        case ENOENT: "Create its folder first, or choose another path."
        case ENOTDIR: "Part of its path is not a folder: choose another path."
        case EISDIR: "That is a folder: name a file in it."
        case ELOOP: "Its links lead nowhere: name the file itself."
        case ENAMETOOLONG: "Choose a shorter name."
        case EILSEQ: "A link leads to a name that is not UTF-8: name the file itself."
        case EPIPE: "Its reader has ended: start it again."
        case EBADF: "Open that descriptor for writing, or name a file."
        case ENXIO, ENODEV: "Nothing reads what is written there: name a file, a pipe or another device."
        case ETXTBSY, EBUSY: "It is in use: stop what uses it, or choose another path."
        case EMFILE, ENFILE: "Too many files are open: close some, or raise the limit (ulimit -n)."
        case EIO: "The disk or device has failed: choose another path."
        default: "Choose another path."
        }
    }

    /// What to do where a file could not be opened to be read.
    static func remedy(opening number: Int32) -> String {
        switch number {
        case EACCES, EPERM: "Run this as a user who can read it, or name another file."
        case EISDIR: "That is a folder: name a file in it."
        case EMFILE, ENFILE: "Too many files are open: close some, or raise the limit (ulimit -n)."
        default: "Check its path."
        }
    }

    /// The home of this user: `HOME`, else what the user database says.
    static func home(_ environment: (String) -> String?) -> String? {
        if let home = environment("HOME"), home.hasPrefix("/") { return home }
        guard let entry = UserDatabase.entries(of: "passwd", number: geteuid())?.first, entry.count > 5 else {
            return nil
        }
        // Users of services have none: /nonexistent, or nothing.
        return entry[5].hasPrefix("/") ? entry[5] : nil
    }

    /// What is behind a path, else behind a descriptor; `nil` when nothing is.
    static func status(_ path: String?, _ descriptor: Int32) -> FileStatus? {
        if let path { try? FileStatus(of: path) } else { try? FileStatus(descriptor) }
    }

    /// Whether a descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}
