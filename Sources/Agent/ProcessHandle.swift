internal import CPlatform
internal import Glibc
internal import Platform
internal import Secrets
internal import Wire

/// Holds on to a process: for as long as `isAlive`, its number is nobody else's.
final class ProcessHandle {
    let pid: Int32
    private let process: Descriptor

    /// The process that has this number now; `nil` when there is none.
    init?(_ pid: Int32) {
        guard pid > 0, let process = try? Descriptor(result: lockstep_open_process(pid)) else { return nil }
        self.pid = pid
        self.process = process
    }

    /// The process that connected, in the kernel's own words where it has them (Linux 6.5).
    ///
    /// An older kernel only has its number: it is the process that has this number now, unless that one started after the
    /// connection was `accepted`. `nil` when it has ended, or the number may be another's.
    init?(peerOf connection: Int32, _ pid: Int32, accepted: Int64, asksKernel: Bool = true) {
        let known = asksKernel ? lockstep_peer_process(connection) : -ENOPROTOOPT
        let found = known == -ENOPROTOOPT ? lockstep_open_process(pid) : known
        guard let process = try? Descriptor(result: found), pid > 0 else { return nil }
        self.pid = pid
        self.process = process
        guard known < 0 else { return }
        guard let start = ProcessEntry(pid: pid).start, start <= accepted else { return nil }
    }

    var isAlive: Bool { ready(process.number, for: POLLIN, milliseconds: 0) == 0 }
}
