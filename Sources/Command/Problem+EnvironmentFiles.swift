internal import Delivery

extension Problem {
    /// Says in words what is wrong with a file of variables.
    init(_ problem: EnvironmentFile.Problem, in file: String) {
        let quote = "Put the value in single quotation marks, which take everything as it is."
        let (what, hint): (String, String) =
            switch problem.fault {
            case .encoding: ("It is not UTF-8.", "Save the file as UTF-8.")
            case .control: ("It holds a control character.", "Remove it; lines end with LF, or CR and LF.")
            case .form: ("It is not of the form NAME=value.", "Comments begin with #.")
            case .name(let name):
                (
                    "\(Printable.quoted(name)) is not a valid name for a variable.",
                    "Use letters, digits and _."
                )
            case .again(let first): ("The variable is set in line \(first), too.", "Remove one of the lines.")
            case .unclosed:
                ("Its quotation mark is never closed.", "Close it; a value may go over several lines.")
            case .trailing:
                ("Something stands behind the closing quotation mark.", "Only a comment may stand there.")
            case .comment:
                (
                    "Readers differ on whether its # begins a comment.",
                    "Put a blank before it, or quote the value."
                )
            case .quoting: ("Readers differ on where the value begins and ends.", quote)
            case .escape:
                (
                    "Readers differ on a backslash in it.",
                    "Only \\n and \\r are understood, in double quotation marks."
                )
            case .expansion: ("Readers differ on ${...}: some expand it.", quote)
            case .reference(let problem): (Problem(problem).message, Problem(problem).hint)
            case .embedded:
                (
                    "It holds a reference that is only a part of the value.",
                    "Write NAME=lockstep://LABEL, with nothing else."
                )
            }
        self = Problem.usage(what, hint: hint).located(problem.line, in: file)
    }

    /// The same, with where it was found.
    func located(_ line: Int, in file: String) -> Problem {
        var problem = self
        problem.message = "Line \(line) of \(Printable.quoted(file)): \(message)"
        if problem.safe.isEmpty { problem.safe = "Nothing was handed out." }
        return problem
    }
}
