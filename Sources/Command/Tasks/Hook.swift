internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests

/// A program that is told what happened: the event's word in `LOCKSTEP_EVENT`, more of it as JSON on its standard input. Never a secret.
///
/// It gets no variable of Lockstep's besides, no descriptor, and half a minute; what it prints goes to standard error.
struct Hook {
    /// How long it may take, in milliseconds.
    private static let patience: Int64 = 30_000
    private static let kept = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "XDG_RUNTIME_DIR"]
    let path: String

    /// Throws where there is no such program, before anything is done.
    func check() throws(Problem) {
        guard path.contains("/"), unsafe access(path, X_OK) == 0 else {
            throw .usage(
                "\(Printable.quoted(path)) cannot be executed.", hint: "Give --hook the path of a program.")
        }
    }

    /// Tells it of one event after the other; returns what to say of those that it did not take.
    func tell(_ events: [HookEvent]) -> [String] {
        var said: [String] = []
        for event in events {
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
        let variables = Hook.kept.compactMap { name in
            Environment.value(name).map { "\(name)=\($0)" }
        }
        let line = Array((event.json.line + "\n").utf8)
        var pipe = try DescriptorPair.pipe()
        // A pipe takes so much before anybody reads (pipe(7)); what is told is far shorter.
        try writeAll(line.span.extracting(first: 60_000), to: pipe.secondNumber)
        pipe.second = nil
        let process = try Processes.start(
            path, [path], environment: variables + ["LOCKSTEP_EVENT=\(event.word)"], input: pipe.firstNumber,
            output: STDERR_FILENO)
        let end = MachineClock.monotonicMilliseconds + Hook.patience
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

/// Something that a hook is told of.
struct HookEvent {
    /// Its word: `rotate`, `revoke` or `fail`.
    let word: String
    let json: JSON

    /// What a tick did: a renewal, a revocation, and what did not work.
    static func all(of result: TickResult, _ wording: borrowing Wording) -> [HookEvent] {
        var events: [HookEvent] = []
        for one in result.rotated {
            let old = one.old.record
            let reason = one.failure.map { wording.failure($0).code }
            let common: [(String, JSON)] = [
                ("label", .text(old.label.text)), ("account", .text(one.old.account)),
                ("old", .id(old.token.id)), ("new", .id(one.new?.record.token.id)),
                ("until", .moment(one.until)), ("reason", .optional(reason)),
            ]
            if one.new != nil { events.append(HookEvent("rotate", common)) }
            if one.failure != nil { events.append(HookEvent("fail", common)) }
        }
        for line in result.sync?.lines ?? [] {
            guard let word = word(of: line) else { continue }
            let reason = line.failure.map { wording.failure($0).code }
            events.append(
                HookEvent(
                    word,
                    [
                        ("label", .text(line.operation.label.text)),
                        ("operation", .text(line.operation.operation)),
                        ("state", .text(line.state.rawValue)), ("reason", .optional(reason)),
                    ]))
        }
        return events
    }

    private static func word(of line: SyncResult.Line) -> String? {
        switch line.state {
        case .done: ["rotate", "revoke"].contains(line.operation.operation) ? "revoke" : nil
        case .pending: "fail"
        case .undone, .kept, .watching, .open, .elsewhere: nil
        }
    }

    private init(_ word: String, _ members: [(String, JSON)]) {
        self.word = word
        json = .answer([("event", .text(word))] + members)
    }
}
