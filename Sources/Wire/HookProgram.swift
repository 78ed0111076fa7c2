internal import Glibc
internal import Platform
package import Requests

/// A program that is told what happened: the event's word in `LOCKSTEP_EVENT`, more of it as JSON on its standard input. Never a secret.
///
/// It gets no variable that unlocks anything, no descriptor, and half a minute; what it prints goes to standard error.
package struct HookProgram {
    /// How long one event may take, and all that are told together, in milliseconds.
    private static let (patience, allPatience): (Int64, Int64) = (30_000, 120_000)
    /// What it may need of the environment: nothing that has it load code, and nothing of Lockstep's.
    private static let kept = [
        "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "XDG_RUNTIME_DIR",
        "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
    ]
    private let path: String
    private let search: String

    /// Takes a program, and where it looks for others.
    package init(_ path: String, search: String = "/usr/local/bin:/usr/bin:/bin") {
        (self.path, self.search) = (path, search)
    }

    /// Why it is not to be started; `nil` where it is. What others can change would be theirs to run as this user.
    package var objection: String? {
        guard path.hasPrefix("/"), let status = try? FileStatus(of: path), status.kind == .file,
            unsafe access(path, X_OK) == 0
        else { return "cannot be executed" }
        guard status.owner == 0 || status.isOwn, !status.isSharedForWriting else {
            return "can be changed by others"
        }
        return nil
    }

    /// Tells it of one event after the other; returns what to say of those that it did not take.
    package func tell(_ events: [HookEvent]) -> [String] {
        guard !events.isEmpty else { return [] }
        if let objection { return ["The hook \(path) \(objection), so it was not told of anything."] }
        var said: [String] = []
        let last = MachineClock.monotonicMilliseconds + HookProgram.allPatience
        for event in events {
            guard MachineClock.monotonicMilliseconds < last else {
                return said + ["The hook takes too long: it was not told of the other events."]
            }
            do throws(SystemError) {
                let code = try run(event)
                if code != 0 { said.append("The hook ended with \(code) at the event \(event.word).") }
            } catch {
                said.append("The hook could not be told of the event \(event.word): \(error.text).")
            }
        }
        return said
    }

    private func run(_ event: HookEvent) throws(SystemError) -> Int32 {
        let variables = HookProgram.kept.compactMap { name in
            Environment.repairedValue(name).map { "\(name)=\($0)" }
        }
        let line = Array((event.json.line + "\n").utf8)
        var pipe = try DescriptorPair.pipe()
        // A pipe takes so much before anybody reads (pipe(7)); what is told is far shorter.
        try writeAll(line.span.extracting(first: 60_000), to: pipe.secondNumber)
        pipe.second = nil
        let process = try Processes.start(
            path, [path], environment: variables + ["PATH=\(search)", "LOCKSTEP_EVENT=\(event.word)"],
            input: pipe.firstNumber, output: STDERR_FILENO)
        let end = MachineClock.monotonicMilliseconds + HookProgram.patience
        while MachineClock.monotonicMilliseconds < end {
            if let status = Processes.status(of: process) {
                let signal = status & 0x7F
                return signal == 0 ? status >> 8 & 0xFF : 128 + signal
            }
            MachineClock.sleep(milliseconds: 20)
        }
        Processes.end(process)
        throw SystemError(ETIMEDOUT)
    }
}
