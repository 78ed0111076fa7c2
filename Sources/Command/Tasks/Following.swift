internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests

/// Shows what comes in the log, line by line, until it is interrupted or nobody reads any more.
struct Following {
    let context: Context

    func run(_ request: AuditRequest) throws(Problem) {
        let entries = try context.ask(FollowRequest(request))
        while let some = try entries.next() {
            for entry in some { try show(entry) }
            try requireReader()
        }
    }

    /// Throws where nobody reads what is written.
    private func requireReader() throws(Problem) {
        let found = ready(STDOUT_FILENO, for: 0, milliseconds: 0)
        guard found & Int32(POLLERR | POLLHUP) == 0 else {
            throw Problem(.unexpected, .outputClosed, "Nobody reads the output any more.")
                .saidAlready(exit: .unexpected)
        }
    }

    private func show(_ entry: AuditEntry) throws(Problem) {
        guard !context.options.json else { return try context.console.print(entry.json) }
        try context.console.print(AuditRow.line(entry) + "\n")
    }
}
