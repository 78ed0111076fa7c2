internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets
internal import Wire

/// Asks people, by the program that is set in the vault.
final class PendingQuestions {
    /// The most questions at a time.
    static let most = 8

    private struct Question {
        let connection: Connection
        let request: HandOutRequest
        let program: String
        let deadline: Int64
        /// Whether its program was ended since nobody answered.
        var isLate = false
    }

    private var open: [Int32: Question] = [:]

    /// Starts the program; where nobody can be asked, returns the request with the reason.
    func begin(
        _ connection: Connection, _ request: HandOutRequest, with program: String?, at moment: Int64
    ) -> HandOutRequest? {
        guard let question = Confirmation.question(request.labels, request.use.caller) else {
            return request.unanswered(.tooMany)
        }
        guard let program else { return request.unanswered(.impossible) }
        guard open.count < PendingQuestions.most else {
            return request.unanswered("not asked: \(PendingQuestions.most) other questions are open")
        }
        guard let process = try? AskpassProgram.start(program, asking: question) else {
            return request.with(AskpassProgram.unstarted(request.use, program))
        }
        open[process] = Question(
            connection: connection, request: request, program: program,
            deadline: moment + AskpassProgram.patience)
        return nil
    }

    /// The requests that have their answer now.
    func reap() -> [Asked] {
        var answered: [Asked] = []
        for (process, question) in open {
            var status: Int32 = 0
            guard unsafe waitpid(process, &status, WNOHANG) == process else { continue }
            open[process] = nil
            answered.append(
                Asked(
                    connection: question.connection,
                    request: question.request.with(
                        AskpassProgram.outcome(
                            of: question.request.use, question.program, status, isLate: question.isLate))))
        }
        return answered
    }

    /// Ends the programs that have waited long enough, which is a no. Returns the milliseconds until it has to be called again.
    func expire(at moment: Int64) -> Int64 {
        var next: Int64 = 60_000
        for (process, question) in open {
            if question.deadline <= moment {
                open[process]?.isLate = true
                kill(process, SIGKILL)
            }
            next = min(next, max(question.deadline - moment, 1000))
        }
        return next
    }
}
