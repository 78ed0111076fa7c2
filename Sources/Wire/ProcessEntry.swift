internal import CPlatform
internal import Glibc
package import Lifecycle
internal import Platform

/// What the kernel says of a process under `/proc` (proc(5)).
///
/// Of a process that cannot be dumped, as `lockstep` is, its own user may read the status files and the control group, not the
/// executable. Where `/proc` hides such processes (`hidepid`, `ProtectProc=invisible`) even those are missing.
package struct ProcessEntry {
    /// Its number.
    package let pid: Int32

    /// The one that has this number now, if any.
    package init(pid: Int32) { self.pid = pid }

    /// The program that a process runs.
    package enum Program: Hashable, Sendable {
        /// The file that is at this path here, too.
        case file(String, device: UInt64, inode: UInt64)
        /// Another file than the one at its path here, or one that was deleted: the path, marked, for people to read.
        case elsewhere(String)
        /// The kernel does not say, since the process cannot be dumped.
        case undumpable
        /// The kernel does not say: the process has ended.
        case unknown
        /// The process lives, and the kernel does not show it.
        case hidden

        /// The path for people to read.
        package var text: String {
            switch self {
            case .file(let path, _, _), .elsewhere(let path): path
            case .undumpable, .unknown, .hidden: ""
            }
        }

        /// What rules compare with.
        package var executable: HandOutUse.Executable {
            switch self {
            case .file(let path, _, _): .proven(path)
            case .hidden: .hidden
            case .elsewhere, .undumpable, .unknown: .unproven
            }
        }
    }

    /// The program that it runs.
    package var program: Program {
        let link = "/proc/\(pid)/exe"
        var path = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink(link, &path, path.count - 1)
        guard count > 0 else { return [EACCES, EPERM].contains(errno) ? .undumpable : .unknown }
        let text = String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let its = try? FileStatus(of: link), let here = try? FileStatus(of: text),
            its.identity == here.identity
        else { return .elsewhere(text.hasSuffix(" (deleted)") ? text : text + " (elsewhere)") }
        return .file(text, device: its.identity.device, inode: its.identity.inode)
    }

    /// Whether the kernel shows it at all.
    package var isShown: Bool { (try? FileStatus(of: "/proc/\(pid)")) != nil }

    /// Whether it was stopped by a signal, or is stopped by who traces it.
    package var isStopped: Bool { ["T", "t"].contains(field(1)) }

    /// The parent's id.
    package var parent: Int32? { field(2).flatMap { Int32($0) } }

    /// When it started, in milliseconds since the machine did.
    package var start: Int64? { field(20).flatMap { Int64($0) }.map { lockstep_tick_milliseconds($0) } }

    /// A field behind the name, which may hold anything (proc(5), stat); the state is the first.
    private func field(_ number: Int) -> Substring? {
        let text = read("stat")
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count >= number ? fields[number - 1] : nil
    }

    /// The path of its control group in the unified hierarchy, or in systemd's own where the unified one is not used
    /// (cgroups(7)); empty when the kernel does not say.
    package var cgroup: String {
        let lines = read("cgroup").split(separator: "\n")
        func path(_ mark: String) -> String? {
            lines.first { $0.hasPrefix(mark) || $0.drop { $0 != ":" }.hasPrefix(":" + mark) }.map {
                String($0.drop { $0 != "/" })
            }
        }
        let unified = path("0::") ?? ""
        return unified.count > 1 ? unified : path("name=systemd:") ?? unified
    }

    private func read(_ name: String) -> String { Files.kernelText(of: "/proc/\(pid)/\(name)") ?? "" }
}
