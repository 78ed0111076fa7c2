internal import Lifecycle
internal import Requests

extension Problem {
    /// Says in words why the vault, or the agent, could not do as asked, though nothing is wrong with the vault itself.
    init(ofFailed error: LedgerError) {
        let untouched = "Nothing was changed."
        switch error.part {
        case .worker:
            self.init(
                .unexpected, .failed, "The agent's worker ended before it answered.", safe: untouched,
                hint: "Try again.")
        case .forker:
            self.init(
                .unexpected, .noWorker, "The agent could not start a process for this.", safe: untouched,
                hint: "Free some memory, or raise the limit on processes (ulimit -u), and try again.")
        case .unsent:
            self.init(
                .unexpected, .unsent, "The passphrase or key did not reach the agent within 5 s.",
                safe: untouched, hint: "Try again.")
        case .descriptors:
            self.init(
                .unexpected, .noDescriptor,
                "No file descriptors are left, for this process, the agent or the system.",
                safe: "What was not written is not in the vault; what is in it is intact.",
                hint: "Close some, or raise the limit (ulimit -n), and try again.")
        default:
            self.init(
                .unexpected, .failed, "The vault could not be used (\(error.part.rawValue)).",
                safe: "What was not written is not in the vault.", hint: "Check it with: lockstep doctor")
        }
    }
}
