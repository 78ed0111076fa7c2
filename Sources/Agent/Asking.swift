internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Secrets

/// Asks a person, by a program of theirs: it is given the question, and ends with 0 for yes (ssh-askpass, with
/// `SSH_ASKPASS_PROMPT=confirm` as ssh-agent sets it).
final class Asking {
    /// How long an answer is waited for, in milliseconds; then it is no.
    static let patience: Int64 = 60_000
    /// The most questions at a time.
    static let most = 8

    private struct Question {
        let connection: Connection
        let request: HandOutRequest
        let deadline: Int64
    }

    private let program: String?
    private var open: [Int32: Question] = [:]

    init(_ program: String?) { self.program = program }

    /// Starts asking; `false` when there is nothing to ask with.
    func begin(_ connection: Connection, _ request: HandOutRequest, at moment: Int64) -> Bool {
        guard let program, open.count < Asking.most else { return false }
        let question = Confirmation.question(request.labels, request.use.caller).unicodeScalars.map {
            $0.properties.generalCategory == .control ? "?" : String($0)
        }
        let null = unsafe Glibc.open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { return false }
        defer { close(null) }
        let process = unsafe withCStrings([program, question.joined()]) { words in
            unsafe withCStrings(Asking.environment) { unsafe lockstep_spawn(program, words, $0, null, null) }
        }
        guard process > 0 else { return false }
        open[process] = Question(
            connection: connection, request: request, deadline: moment + Asking.patience)
        return true
    }

    /// This process's own, with the word that makes ssh-askpass a question of yes or no.
    private static var environment: [String] {
        var variables = ["SSH_ASKPASS_PROMPT=confirm"]
        var place = 0
        let own = unsafe lockstep_environment()
        while let variable = unsafe own[place] {
            let text = unsafe String(cString: variable)
            if !text.hasPrefix("SSH_ASKPASS_PROMPT=") { variables.append(text) }
            place += 1
        }
        return variables
    }

    /// The requests that have their answer now.
    func reap() -> [(Connection, HandOutRequest)] {
        var answered: [(Connection, HandOutRequest)] = []
        for (process, question) in open {
            var status: Int32 = 0
            guard unsafe waitpid(process, &status, WNOHANG) == process else { continue }
            open[process] = nil
            answered.append((question.connection, question.request.answered(status == 0)))
        }
        return answered
    }

    /// Ends the programs that have waited long enough, which is a no. Returns the milliseconds until it has to be called again.
    func expire(at moment: Int64) -> Int64 {
        var next: Int64 = 60_000
        for (process, question) in open {
            if question.deadline <= moment { kill(process, SIGKILL) }
            next = min(next, max(question.deadline - moment, 1000))
        }
        return next
    }
}
