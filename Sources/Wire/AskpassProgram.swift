internal import Glibc
package import Lifecycle
package import Platform

/// The program that is set in the vault and asks a person: it is given the question, and ends with 0 for yes (ssh-askpass, with
/// `SSH_ASKPASS_PROMPT=confirm` as ssh-agent sets it).
package enum AskpassProgram {
    /// How long an answer is waited for, in milliseconds; then it is no.
    package static let patience: Int64 = 60_000

    /// Starts it; returns its process id.
    package static func start(_ program: String, asking question: String) throws(SystemError) -> Int32 {
        let null = try Descriptor(opening: "/dev/null", O_RDWR)
        return try Processes.start(
            program, [program, question], environment: environment, input: null.number, output: null.number)
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

    /// What came of a question, by the status of its program (wait(2)): one that was ended has not said no.
    package static func outcome(
        of use: HandOutUse, _ program: String, _ status: Int32, isLate: Bool
    ) -> HandOutUse {
        switch (isLate, status & 0x7F) {
        case (true, 1...): use.unanswered("not answered within 60 s: \(program)")
        case (_, 0): use.answered(status == 0, by: program)
        case (_, let signal):
            use.unanswered("not answered: \(program) was ended by signal \(signal)")
        }
    }

    /// What it is where the program could not be started.
    package static func unstarted(_ use: HandOutUse, _ program: String) -> HandOutUse {
        use.unanswered("not asked: \(program) could not be started")
    }
}
