internal import Glibc
internal import Requests

extension Context {
    /// Throws unless a token string may go to standard output.
    func requireHiddenOutput(isRevealed: Bool = false, hint: String) throws(Problem) {
        try console.requireOutput()
        try requireHidden(STDOUT_FILENO, isRevealed: isRevealed, "Standard output", hint: hint)
    }

    /// Throws for a terminal, unasked: there the token string would stay on screen and in the scroll-back.
    func requireHidden(
        _ descriptor: Int32, isRevealed: Bool, _ what: String, hint: String
    ) throws(Problem) {
        guard !isRevealed, System.isTerminal(descriptor) else { return }
        throw Problem(
            .usage, .terminal, "\(what) is a terminal, where the token string would stay.",
            safe: "Nothing was handed out.", hint: hint)
    }
}
