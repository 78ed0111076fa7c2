internal import CPlatform
internal import Glibc

/// What the operating system knows.
enum System {
    /// The words for an errno.
    static func error(_ number: Int32) -> String { unsafe String(cString: lockstep_error(number)) }

    /// The home of this user: `HOME`, else what the user database says.
    static func home(_ environment: (String) -> String?) -> String? {
        if let home = environment("HOME"), home.hasPrefix("/") { return home }
        guard let entry = unsafe getpwuid(geteuid()), let home = unsafe entry.pointee.pw_dir else {
            return nil
        }
        // Users of services have none: /nonexistent, or nothing.
        return unsafe String(validatingCString: home).flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    /// The value of a variable; `nil` when it is unset, empty, or not UTF-8.
    static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name), let text = unsafe String(validatingCString: value),
            !text.isEmpty
        else { return nil }
        return text
    }

    /// What is behind a path, else behind a descriptor; `nil` when nothing is.
    static func status(_ path: String?, _ descriptor: Int32) -> stat? {
        var status = stat()
        let failed = if let path { unsafe stat(path, &status) } else { unsafe fstat(descriptor, &status) }
        return failed == 0 ? status : nil
    }

    /// Makes the name of a new file durable (fsync(2) of its folder); returns 0, or errno.
    static func syncFolder(of path: String) -> Int32 {
        guard let slash = path.lastIndex(of: "/") else { return unsafe lockstep_sync_folder(".") }
        return unsafe lockstep_sync_folder(slash == path.startIndex ? "/" : String(path[..<slash]))
    }

    /// Whether a descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}
