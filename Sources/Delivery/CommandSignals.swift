internal import Glibc

/// The signals that a process takes which stands in front of a command.
package enum CommandSignals {
    /// What is passed on to the command: every signal that can be caught, since a container may be stopped with any of them
    /// (docker's `--stop-signal`), but those that stop a job or tell of children, and SIGPIPE. Signals 32 and 33 are the C library's.
    package static let passed: [Int32] = (Array(1...31) + Array(34...64)).filter {
        ![SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGCHLD, SIGPIPE].contains($0)
    }
    /// What a terminal sends to all processes of its foreground job at once.
    package static let ofTerminals: Set<Int32> = [SIGINT, SIGQUIT, SIGHUP]

    /// The signals by the names that kill(1) knows, without SIG.
    package static let names: KeyValuePairs<String, Int32> = [
        "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "TERM": SIGTERM, "USR1": SIGUSR1, "USR2": SIGUSR2,
        "CONT": SIGCONT, "ALRM": SIGALRM, "WINCH": SIGWINCH, "URG": SIGURG, "IO": SIGIO, "PWR": SIGPWR,
    ]

    /// The signal of a name, as HUP or SIGHUP, or of a number; `nil` for one that cannot be sent to tell a program something.
    package static func number(_ text: String) -> Int32? {
        if let number = Int32(text) { return passed.contains(number) ? number : nil }
        let upper = text.uppercased()
        let name = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
        return names.first { $0.key == name }?.value
    }

    /// The name of a signal, with SIG.
    package static func name(_ number: Int32) -> String {
        names.first { $0.value == number }.map { "SIG\($0.key)" } ?? "signal \(number)"
    }
}
