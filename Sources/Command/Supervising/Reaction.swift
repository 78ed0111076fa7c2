internal import Delivery
internal import Lifecycle
internal import Service

/// What is done with a command once another token is handed out under one of its labels.
enum Reaction: Hashable {
    /// It is ended, and started anew with the new one; for so many milliseconds it may take to end.
    case restart(patience: Int64)
    /// It is sent a signal.
    case signal(Int32)
    /// Nothing: it reads the file again by itself.
    case none

    /// How long a command may take to end, unless that is said.
    static let usualPatience = "10s"

    /// Reads what the command line says.
    static func read(signal: String?, patience: String?) throws(Problem) -> Reaction {
        guard let signal else {
            let text = patience ?? usualPatience
            guard let duration = TimeGrammar.duration(text), duration.months == 0,
                (0...86_400).contains(duration.seconds)
            else {
                throw .usage(
                    "\(Printable.quoted(text)) is not a valid time to wait.",
                    hint: "Write 0s to 1d, such as 10s.")
            }
            return .restart(patience: duration.seconds * 1000)
        }
        guard patience == nil else {
            throw .usage("--stop-timeout is for a command that is restarted, and --signal restarts none.")
        }
        guard let number = CommandSignals.number(signal) else {
            throw .usage(
                "\(Printable.quoted(signal)) is not a signal that a command can be sent.",
                hint: "Write a name such as HUP or USR1, or a number.")
        }
        return .signal(number)
    }
}
