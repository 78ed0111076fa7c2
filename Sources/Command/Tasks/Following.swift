internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests

/// Shows what comes in the log, line by line, until it is interrupted or nobody reads any more.
struct Following {
    let context: Context

    func run(_ request: AuditRequest) throws(Problem) {
        let entries = try context.ask(FollowRequest(request))
        while let some = try next(entries) {
            for entry in some { try show(entry) }
            try requireReader()
        }
    }

    /// What comes next. An agent that locks ends it: whoever follows has to know that nothing more is told.
    private func next(_ entries: Answered<FollowRequest.Answer, FollowRequest.Part>) throws(Problem)
        -> FollowRequest.Part?
    {
        do throws(Problem) { return try entries.next() } catch {
            guard error.code == .cutOff else { throw error }
            guard !context.isAgentUnlocked else { throw error }
            throw Problem(
                .locked, .cutOff,
                "The agent was locked or ended, so no more of the log is shown. To continue: lockstep unlock")
        }
    }

    /// Throws where nobody reads what is written.
    private func requireReader() throws(Problem) {
        let found = ready(STDOUT_FILENO, for: 0, milliseconds: 0)
        guard found & Int32(POLLERR | POLLHUP) == 0 else {
            throw Problem(.unexpected, .outputClosed, "Nobody is reading the output any more.")
                .saidAlready(exit: .unexpected)
        }
    }

    private func show(_ entry: AuditEntry) throws(Problem) {
        guard !context.options.json else { return try context.console.print(entry.json) }
        try context.console.print(AuditRow.line(entry) + "\n")
    }
}
