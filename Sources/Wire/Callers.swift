internal import CPlatform
internal import Glibc
package import Lifecycle

/// Who asks, in the kernel's words.
package struct Asker: Hashable, Sendable {
    /// What the audit log tells of it.
    package var caller: Caller
    /// The path of its control group; empty when the kernel does not say.
    package var cgroup: String
    /// Its program, as it was found.
    package var program: ProcessEntry.Program = .unknown

    /// Whether it asks through `lockstep` itself, or through a program that cannot be dumped, as `lockstep` is.
    package var isLockstep = false

    /// What rules that name an executable compare with, once it is proved that this is who asks.
    package var executable: HandOutUse.Executable { program.executable }

    /// All that rules look at, once that is proved.
    package var facts: CallerFacts { CallerFacts(caller, cgroup: cgroup, executable: executable) }

    /// Whether both are the same process with the same program.
    package func isSame(as other: Asker) -> Bool {
        program == other.program && caller.pid == other.caller.pid
    }
}

/// Looks callers up.
package enum Callers {
    /// The process that started this one.
    package static var parent: Asker {
        let pid = getppid()
        let asker = describe(
            ProcessEntry(pid: pid), surroundings: ProcessEntry(pid: getpid()), user: geteuid())
        // A parent that has ended meanwhile is nobody's parent any more.
        return getppid() == pid ? asker : nobody(pid, user: geteuid())
    }

    /// The process and user id of a peer; `nil` when the kernel does not say.
    package static func peer(_ descriptor: Int32) -> (pid: Int32, user: UInt32)? {
        var (pid, user): (Int32, UInt32) = (0, 0)
        guard unsafe lockstep_peer(descriptor, &pid, &user) == 0 else { return nil }
        return (pid, user)
    }

    /// Describes a process by its own program, and by the unit and control group of another one.
    package static func describe(
        _ entry: ProcessEntry, surroundings: ProcessEntry, user: UInt32
    ) -> Asker {
        let (program, cgroup) = (entry.program, surroundings.cgroup)
        return Asker(
            caller: Caller(pid: entry.pid, user: user, executable: program.text, unit: unit(in: cgroup)),
            cgroup: cgroup, program: program)
    }

    /// A process of which only the number is told.
    package static func nobody(_ pid: Int32, user: UInt32) -> Asker {
        Asker(caller: Caller(pid: pid, user: user, executable: ""), cgroup: "")
    }

    /// The innermost systemd unit in the path of a control group (systemd.slice(5)).
    private static func unit(in cgroup: String) -> String {
        let parts = cgroup.split(separator: "/")
        return parts.last { $0.hasSuffix(".service") || $0.hasSuffix(".scope") }.map(String.init) ?? ""
    }
}
