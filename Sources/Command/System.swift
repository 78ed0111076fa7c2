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
        return unsafe String(validatingCString: home)
    }

    /// The value of a variable; `nil` when it is unset, empty, or not UTF-8.
    static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name), let text = unsafe String(validatingCString: value),
            !text.isEmpty
        else { return nil }
        return text
    }

    /// The path of another program beside this one.
    static func beside(_ name: String) -> String {
        var path = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/self/exe", &path, path.count - 1)
        let own = String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let slash = own.lastIndex(of: "/") else { return name }
        return "\(own[..<slash])/\(name)"
    }

    /// Whether a descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}
