internal import Lifecycle
internal import Platform
internal import Requests
internal import Service
internal import Wire

// What a rule wants to know before a token is handed out.

extension Context {
    /// A use with what was asked of a person, or with the file that is executed.
    func answer(
        _ wanted: Service.HandOut.Question, about labels: [Label], for command: CommandFile?,
        by service: Service
    ) throws(Problem) -> HandOutUse {
        switch wanted {
        case .unopened(var use):
            use.into = try command.map { command throws(Problem) in .file(try command.open()) } ?? .other
            return use
        case .unconfirmed(let use, .terminal):
            return use.answered(onTerminal: asked(about: labels, use.caller))
        case .unconfirmed(let use, .askpass):
            guard let question = Confirmation.question(labels, use.caller) else {
                return use.unanswered(.tooMany)
            }
            guard let program = try served({ () throws(Failure) in try service.settings().askpass }) else {
                return use.unanswered(.impossible)
            }
            return asked(use, question, by: program)
        }
    }

    /// What the agent is answered when it is asked again.
    func answer(
        _ part: LedgerError.Part, _ answers: HandOutAnswers, about labels: [Label], for command: CommandFile?
    ) throws(Problem) -> HandOutAnswers {
        var answers = answers
        switch part {
        case .into: answers.into = try command?.open() ?? ""
        default: answers.terminal = asked(about: labels, Callers.parent.caller)
        }
        return answers
    }

    /// Asks the person at the terminal; where there is none, nobody can be asked.
    private func asked(about labels: [Label], _ caller: Caller) -> HandOutUse.Confirmation {
        guard let question = Confirmation.question(labels, caller) else { return .tooMany }
        guard terminal.canAsk, let agrees = try? terminal.confirms(question, otherwise: "") else {
            return .impossible
        }
        return agrees ? .given : .refused
    }

    /// Asks by the program that is set in the vault, as the agent does.
    private func asked(_ use: HandOutUse, _ question: String, by program: String) -> HandOutUse {
        guard let process = try? AskpassProgram.start(program, asking: question) else {
            return AskpassProgram.unstarted(use, program)
        }
        for _ in 0..<AskpassProgram.patience / 20 {
            if let status = Processes.status(of: process) {
                return AskpassProgram.outcome(of: use, program, status, isLate: false)
            }
            tools.clock.sleep(milliseconds: 20)
        }
        Processes.end(process)
        return use.unanswered("not answered within 60 s: \(program)")
    }
}
