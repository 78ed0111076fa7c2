internal import Glibc
internal import Platform

/// What the operating system knows.
enum System {
    /// The words for an errno.
    static func error(_ number: Int32) -> String { SystemError(number).text }

    /// What to do where a file could not be written, for what stands in the way.
    static func remedy(_ number: Int32) -> String {
        switch number {
        case ENOSPC, EDQUOT: "Make room there, or name another place."
        case EFBIG: "Raise the limit on the size of files (ulimit -f), or name another place."
        case EACCES, EPERM: "Name a place where you may write; the folder is written to as well."
        case EROFS: "Name a place on a file system that is not read-only."
        case ENOENT: "Make its folder first, or name another place."
        case ENOTDIR: "A part of its path is not a folder: name another place."
        case EISDIR: "That is a folder: name a file in it."
        case ELOOP: "Its links lead nowhere: name the file itself."
        case ENAMETOOLONG: "Name a place with a shorter name."
        case EILSEQ: "A link leads to a name that is not UTF-8: name the file itself."
        case EPIPE: "Its reader went away: start it again."
        case EBADF: "Open that descriptor for writing, or name a file."
        case ENXIO, ENODEV: "Nothing takes what is written there: name a file, a pipe or another device."
        case ETXTBSY, EBUSY: "It is in use: end what uses it, or name another place."
        case EMFILE, ENFILE: "Too many files are open: close some, or raise the limit (ulimit -n)."
        case EIO: "The disk or device does not work: name another place."
        default: "Name another place."
        }
    }

    /// What to do where a file could not be opened to be read.
    static func remedy(opening number: Int32) -> String {
        switch number {
        case EACCES, EPERM: "Run this as the user that may read it, or name another file."
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
