internal import Delivery

extension Problem {
    /// Says in words what is wrong with a file of variables.
    init(_ problem: EnvironmentFile.Problem, in file: String) {
        let quote = "Put the value in single quotes, which take everything literally."
        let (what, hint): (String, String) =
            switch problem.fault {
            case .encoding: ("It is not UTF-8.", "Save the file as UTF-8.")
            case .control: ("It contains a control character.", "Remove it; lines end with LF, or CR and LF.")
            case .form: ("It is not of the form NAME=value.", "Comments begin with #.")
            case .name(let name):
                (
                    "\(Printable.quoted(name)) is not a valid variable name.",
                    "Use letters, digits and _."
                )
            case .again(let first): ("The variable is also set in line \(first).", "Remove one of the lines.")
            case .unclosed:
                ("Its quote is never closed.", "Close it; a value may span several lines.")
            case .trailing:
                ("There is text after the closing quote.", "Only a comment may follow it.")
            case .comment:
                (
                    "Parsers differ on whether its # begins a comment.",
                    "Put a space before it, or quote the value."
                )
            case .quoting: ("Parsers differ on where the value begins and ends.", quote)
            case .escape:
                (
                    "Parsers differ on a backslash in it.",
                    "Only \\n and \\r are supported, in double quotes."
                )
            case .expansion: ("Parsers differ on ${...}: some expand it.", quote)
            case .reference(let problem): (Problem(problem).message, Problem(problem).hint)
            case .embedded:
                (
                    "It contains a reference that is only part of the value.",
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
