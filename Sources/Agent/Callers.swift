internal import CPlatform
internal import Glibc
internal import Lifecycle

/// Who is at the other end of a connection, in the kernel's words.
enum Callers {
    /// The process and user id of a peer; `nil` when the kernel does not say.
    static func peer(_ descriptor: Int32) -> (pid: Int32, user: UInt32)? {
        var (pid, user): (Int32, UInt32) = (0, 0)
        guard unsafe lockstep_peer(descriptor, &pid, &user) == 0 else { return nil }
        return (pid, user)
    }

    /// Describes a caller. Where the peer is `lockstep` itself, it is the process that started it.
    static func describe(_ pid: Int32, user: UInt32, lockstep: String) -> Caller {
        let executable = executable(of: pid)
        if executable == lockstep, let parent = parent(of: pid), parent > 0 {
            return Caller(
                pid: parent, user: user, executable: self.executable(of: parent), unit: unit(of: parent))
        }
        return Caller(pid: pid, user: user, executable: executable, unit: unit(of: pid))
    }

    private static func executable(of pid: Int32) -> String {
        var path = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/\(pid)/exe", &path, path.count - 1)
        return String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The parent's id: the second field behind the name, which may hold anything (proc(5), stat).
    private static func parent(of pid: Int32) -> Int32? {
        let text = read("/proc/\(pid)/stat")
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 1 ? Int32(fields[1]) : nil
    }

    /// The innermost systemd unit in the path of the process's control group (cgroups(7), systemd.slice(5)).
    private static func unit(of pid: Int32) -> String {
        let line = read("/proc/\(pid)/cgroup").split(separator: "\n").last { $0.hasPrefix("0::") } ?? ""
        let parts = line.dropFirst(3).split(separator: "/")
        return parts.last { $0.hasSuffix(".service") || $0.hasSuffix(".scope") }.map(String.init) ?? ""
    }

    private static func read(_ path: String) -> String {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe Glibc.read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
