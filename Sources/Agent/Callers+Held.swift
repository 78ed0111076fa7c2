internal import Wire

extension Callers {
    /// Describes a process that is held. Of one that has ended only the number is told.
    ///
    /// Where it is `lockstep` itself, the program is that of the process that started it. So it is where the process cannot be
    /// dumped, which is all that an agent without privileges can see of `lockstep`: it counts as an undumpable program that was
    /// started by its parent. Unit and control group are always its own.
    static func describe(_ process: ProcessHandle?, _ pid: Int32, user: UInt32, lockstep: String) -> Asker {
        guard let process else { return nobody(pid, user: user) }
        let own = ProcessEntry(pid: process.pid)
        guard own.isShown else {
            var hidden = nobody(pid, user: user)
            if process.isAlive { hidden.program = .hidden }
            return hidden
        }
        var asker = describe(own, surroundings: own, user: user)
        if asker.program == .undumpable || asker.program.text == lockstep {
            let parent = own.parent ?? 0
            asker = describe(ProcessEntry(pid: parent), surroundings: own, user: user)
            asker.isLockstep = true
            if parent <= 0 || own.parent != parent { return nobody(pid, user: user) }
        }
        return process.isAlive ? asker : nobody(pid, user: user)
    }
}
