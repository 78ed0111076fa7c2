public import Lifecycle

/// The question that a person is asked before a token is handed out.
public enum Confirmation {
    /// Who wants what, in one line; control characters are the caller's to take out.
    public static func question(_ labels: [Label], _ caller: Caller) -> String {
        let names = labels.map { "'\($0.text)'" }.joined(separator: ", ")
        let program = caller.executable.isEmpty ? "a program" : caller.executable
        let unit = caller.unit.isEmpty ? "" : ", \(caller.unit)"
        return "May \(program) (process \(caller.pid)\(unit)) have \(names)?"
    }
}
