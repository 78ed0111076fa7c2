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
    var program: ProcessEntry.Program = .unknown

    /// What rules that name an executable compare with, once it is proved that this is who asks.
    package var executable: HandOutUse.Executable { program.executable }

    /// Whether both are the same process with the same program.
    func isSame(as other: Asker) -> Bool { program == other.program && caller.pid == other.caller.pid }
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
    static func peer(_ descriptor: Int32) -> (pid: Int32, user: UInt32)? {
        var (pid, user): (Int32, UInt32) = (0, 0)
        guard unsafe lockstep_peer(descriptor, &pid, &user) == 0 else { return nil }
        return (pid, user)
    }

    /// Describes a process that is held. Of one that has ended only the number is told.
    ///
    /// Where it is `lockstep` itself, the program is that of the process that started it. So it is where the process cannot be
    /// dumped, which is all that an agent without privileges can see of `lockstep`: it counts as an undumpable program that was
    /// started by its parent. Unit and control group are always its own.
    static func describe(_ process: ProcessHandle?, _ pid: Int32, user: UInt32, lockstep: String) -> Asker {
        guard let process else { return nobody(pid, user: user) }
        let own = ProcessEntry(pid: process.pid)
        var asker = describe(own, surroundings: own, user: user)
        if asker.program == .undumpable || asker.program.text == lockstep {
            let parent = own.parent ?? 0
            asker = describe(ProcessEntry(pid: parent), surroundings: own, user: user)
            if parent <= 0 || own.parent != parent { return nobody(pid, user: user) }
        }
        return process.isAlive ? asker : nobody(pid, user: user)
    }

    private static func describe(_ entry: ProcessEntry, surroundings: ProcessEntry, user: UInt32) -> Asker {
        let (program, cgroup) = (entry.program, surroundings.cgroup)
        return Asker(
            caller: Caller(pid: entry.pid, user: user, executable: program.text, unit: unit(in: cgroup)),
            cgroup: cgroup, program: program)
    }

    private static func nobody(_ pid: Int32, user: UInt32) -> Asker {
        Asker(caller: Caller(pid: pid, user: user, executable: ""), cgroup: "")
    }

    /// The innermost systemd unit in the path of a control group (systemd.slice(5)).
    private static func unit(in cgroup: String) -> String {
        let parts = cgroup.split(separator: "/")
        return parts.last { $0.hasSuffix(".service") || $0.hasSuffix(".scope") }.map(String.init) ?? ""
    }
}
