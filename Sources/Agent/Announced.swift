internal import CPlatform
internal import Glibc
internal import Platform
internal import Secrets

/// A secret that a client has announced. A worker begins once all of it is here, unread: one that does not send it keeps no
/// worker from the others.
struct Announced {
    /// How long it may take to come, in milliseconds.
    private static let patience: Int64 = 5000

    let task: WorkerTask
    let count: Int
    /// When it is not waited for any longer.
    let deadline: Int64

    init(_ task: WorkerTask, count: UInt16, at moment: Int64) {
        (self.task, self.count, deadline) = (task, Int(count), moment + Announced.patience)
    }

    /// What has come of it.
    enum State {
        case whole
        case partly
        /// The client has ended.
        case never
    }

    /// Looks how much is there. Nothing of it is read: the agent never has it.
    func state(on descriptor: Int32) -> State {
        if lockstep_waiting_bytes(descriptor) >= count { return .whole }
        let ends = Int32(POLLHUP) | Int32(POLLERR) | Announced.hungUp
        return ready(descriptor, for: Announced.hungUp, milliseconds: 0) & ends == 0 ? .partly : .never
    }

    /// POLLRDHUP (poll(2)), which Swift does not see.
    private static let hungUp: Int32 = 0x2000
}
