internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets
internal import Wire

/// Asks a person, by the program that is set in the vault: it is given the question, and ends with 0 for yes (ssh-askpass, with
/// `SSH_ASKPASS_PROMPT=confirm` as ssh-agent sets it).
final class PendingQuestions {
    /// How long an answer is waited for, in milliseconds; then it is no.
    static let patience: Int64 = 60_000
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
        guard let null = try? Descriptor(opening: "/dev/null", O_RDWR) else {
            return request.unanswered("not asked: the system refused")
        }
        guard
            let process = try? Processes.start(
                program, [program, question], environment: PendingQuestions.environment, input: null.number,
                output: null.number)
        else { return request.unanswered("not asked: \(program) could not be started") }
        open[process] = Question(
            connection: connection, request: request, program: program,
            deadline: moment + PendingQuestions.patience)
        return nil
    }

    /// What the program needs to find the person's screen, and nothing that has it load code: whoever started the agent chose
    /// the environment.
    private static var environment: [String] {
        let names = [
            "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE",
            "XDG_CURRENT_DESKTOP", "DBUS_SESSION_BUS_ADDRESS", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL",
            "LC_CTYPE", "LC_MESSAGES",
        ]
        let own = names.compactMap { name in
            Environment.repairedValue(name).map { "\(name)=\($0)" }
        }
        return own + ["PATH=/usr/local/bin:/usr/bin:/bin", "SSH_ASKPASS_PROMPT=confirm"]
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
                    connection: question.connection, request: PendingQuestions.outcome(of: question, status)))
        }
        return answered
    }

    /// What came of a question: a program that was ended has not said no (wait(2)).
    private static func outcome(of question: Question, _ status: Int32) -> HandOutRequest {
        let (request, program) = (question.request, question.program)
        switch (question.isLate, status & 0x7F) {
        case (true, 1...): return request.unanswered("not answered within 60 s: \(program)")
        case (_, 0): return request.answered(status == 0, by: program)
        case (_, let signal):
            return request.unanswered("not answered: \(program) was ended by signal \(signal)")
        }
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
