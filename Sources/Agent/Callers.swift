internal import CPlatform
internal import Glibc
public import Lifecycle
internal import Secrets

/// Who asks, in the kernel's words.
public struct Asker: Hashable, Sendable {
    /// What the audit log tells of it.
    public var caller: Caller
    /// The path of its control group; empty when the kernel does not say.
    public var cgroup: String
}

/// Looks callers up.
public enum Callers {
    /// The process that started this one.
    public static var parent: Asker { describe(getppid(), user: geteuid()) }

    /// The process and user id of a peer; `nil` when the kernel does not say.
    static func peer(_ descriptor: Int32) -> (pid: Int32, user: UInt32)? {
        var (pid, user): (Int32, UInt32) = (0, 0)
        guard unsafe lockstep_peer(descriptor, &pid, &user) == 0 else { return nil }
        return (pid, user)
    }

    /// Describes the process at the other end of a connection. Where it is `lockstep` itself, the asker is the process that
    /// started it. Of a process that has ended, or whose number may be another's by now, only the number is told.
    static func asker(behind descriptor: Int32, _ pid: Int32, user: UInt32, lockstep: String) -> Asker {
        let nobody = Asker(caller: Caller(pid: pid, user: user, executable: ""), cgroup: "")
        let process = lockstep_peer_process(descriptor, pid)
        guard process >= 0 else { return nobody }
        defer { close(process) }
        var asker = describe(pid, user: user)
        if asker.caller.executable == lockstep {
            guard let parent = parent(of: pid), parent > 0 else { return nobody }
            asker = describe(parent, user: user)
            // A parent that has ended meanwhile is nobody's parent any more.
            guard self.parent(of: pid) == parent else { return nobody }
        }
        return ready(process, for: POLLIN, milliseconds: 0) == 0 ? asker : nobody
    }

    private static func describe(_ pid: Int32, user: UInt32) -> Asker {
        let cgroup = cgroup(of: pid)
        return Asker(
            caller: Caller(pid: pid, user: user, executable: executable(of: pid), unit: unit(in: cgroup)),
            cgroup: cgroup)
    }

    /// The path of a process's executable. Where another file lies at that path here, the path is marked, and so is no path that
    /// a grant can name: the process may have a file system of its own.
    private static func executable(of pid: Int32) -> String {
        let link = "/proc/\(pid)/exe"
        var path = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink(link, &path, path.count - 1)
        guard count > 0 else { return "" }
        let text = String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var (its, here) = (stat(), stat())
        guard unsafe stat(link, &its) == 0, unsafe stat(text, &here) == 0, its.st_dev == here.st_dev,
            its.st_ino == here.st_ino
        else { return text.hasSuffix(" (deleted)") ? text : text + " (elsewhere)" }
        return text
    }

    /// The parent's id: the second field behind the name, which may hold anything (proc(5), stat).
    private static func parent(of pid: Int32) -> Int32? {
        let text = read("/proc/\(pid)/stat")
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 1 ? Int32(fields[1]) : nil
    }

    /// The path in the unified hierarchy, or in systemd's own where the unified one is not used (cgroups(7)).
    private static func cgroup(of pid: Int32) -> String {
        let lines = read("/proc/\(pid)/cgroup").split(separator: "\n")
        func path(_ mark: String) -> String? {
            lines.first { $0.hasPrefix(mark) || $0.drop { $0 != ":" }.hasPrefix(":" + mark) }.map {
                String($0.drop { $0 != "/" })
            }
        }
        let unified = path("0::") ?? ""
        return unified.count > 1 ? unified : path("name=systemd:") ?? unified
    }

    /// The innermost systemd unit in the path of a control group (systemd.slice(5)).
    private static func unit(in cgroup: String) -> String {
        let parts = cgroup.split(separator: "/")
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
