internal import Glibc
internal import Lifecycle
internal import Secrets
internal import Wire

/// A client that has to prove which program writes to its connection: a number that nobody can guess is sent to it, and the
/// process that sends it back is looked at.
///
/// The process is held and looked at before the number leaves, and looked at again when it is back. So neither a process that
/// became the granted program after it had asked, nor one that has the number of a process that ended, passes for it.
final class Challenge {
    /// How long the number may take, in milliseconds.
    static let patience: Int64 = 5000

    /// What is done once it is known who asks; given `nil` where that could not be told.
    let settled: (Asker?) -> Void
    let nonce: [UInt8]
    let deadline: Int64
    /// Whether the connection was passed on, and this is the one that has it now.
    let isSecond: Bool
    private let process: ProcessHandle
    private let asker: Asker
    private let lockstep: String
    private let user: UInt32

    /// Looks at the process that is expected to write; `nil` when there is none.
    init?(
        _ process: ProcessHandle?, isSecond: Bool, user: UInt32, lockstep: String, at moment: Int64,
        settled: @escaping (Asker?) -> Void
    ) {
        guard let process, process.isAlive else { return nil }
        nonce = Random.bytes(AgentProtocol.nonceLength)
        (self.settled, self.process, self.isSecond) = (settled, process, isSecond)
        (self.user, self.lockstep) = (user, lockstep)
        asker = Callers.describe(process, process.pid, user: user, lockstep: lockstep)
        deadline = moment + Challenge.patience
    }

    /// What came back, and who wrote it.
    enum Outcome: Equatable {
        /// The process that was expected: this is who asks.
        case proven(Asker)
        /// Another process: it has to be looked at before it may prove anything.
        case anotherWriter(Int32)
        /// It could not be told.
        case unproven
    }

    /// Judges an answer that one process wrote in one piece.
    func judge(_ frame: [UInt8], writtenBy pid: Int32, user: UInt32) -> Outcome {
        guard frame == Frame.open(AgentRequest.proof(nonce).bytes), pid > 0, user == self.user else {
            return .unproven
        }
        guard pid == process.pid else { return .anotherWriter(pid) }
        let again = Callers.describe(process, pid, user: user, lockstep: lockstep)
        return again.isSame(as: asker) ? .proven(again) : .unproven
    }
}

extension HandOutRequest {
    /// The same from who has proved that it asks.
    func proven(_ asker: Asker) -> HandOutRequest {
        var use = use
        (use.caller, use.cgroup, use.executable) = (asker.caller, asker.cgroup, asker.executable)
        use.isLockstep = asker.isLockstep
        if !use.isLockstep, use.terminal == .given { use.verb += ", as another program than lockstep says" }
        return with(use)
    }

    /// The same from who has not.
    func unproven() -> HandOutRequest {
        var use = use
        use.executable = .unproven
        use.verb += ", unproven"
        return with(use)
    }
}
