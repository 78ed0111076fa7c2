internal import CPlatform
internal import Glibc
internal import Platform
internal import Secrets

/// Runs a command as a child and passes its output on without token strings.
///
/// Outputs that are terminals lead to a pseudo-terminal, so that colour, width and prompts stay; others lead to pipes. Where the
/// input is one, too, the pseudo-terminal is the command's own. Otherwise the command stands in a pipeline, of which others may
/// read the keys, and keeps the terminal that they share.
package enum MaskedRun {
    /// Starts the command's process and returns there, for it to become the command. The process that called this passes its
    /// output on, and ends as the command ends. Throws `notStarted` when there is no process, pipe or terminal to be had.
    package static func begin(hiding secrets: [MaskedSecret]) throws(HandOutError) {
        try start(try Streams(), hiding: secrets)?.run()
    }

    /// Starts the command's process, and returns `nil` there; in the process that called this, what passes output on, signals and all,
    /// and then has something left to do. Without secrets to hide the command has the streams that there are. It is sent SIGTERM when
    /// this process dies, which alone keeps the descriptor `hold`.
    package static func beginHeld(
        hiding secrets: [MaskedSecret]?, keeping hold: Int32
    ) throws(HandOutError) -> HeldRun? {
        let relay = try start(
            secrets == nil ? .shared : try Streams(), hiding: secrets ?? [], keeping: hold)
        return relay.map { HeldRun(relay: $0) }
    }

    private static func start(
        _ streams: Streams, hiding secrets: [MaskedSecret], keeping hold: Int32 = -1
    ) throws(HandOutError) -> Relay? {
        var (report, reported): (Int32, Int32) = (-1, -1)
        try HandOutError.check(unsafe lockstep_pipe(&report, &reported))
        // Before the command can end: its signals would be lost.
        let signals = unsafe lockstep_signals(CommandSignals.passed, Int32(CommandSignals.passed.count))
        let command = lockstep_start_watched(
            streams.isOwn ? streams.input : -1, streams.input, streams.output.child, streams.error.child,
            reported, hold)
        guard command != 0 else { return nil }
        try HandOutError.check(min(0, command) * -1)
        streams.closeChildren()
        close(reported)
        do throws(SecretsError) {
            return try Relay(streams, secrets, command: command, report: report, signals: signals)
        } catch {
            kill(command, SIGKILL)
            throw .memory
        }
    }
}

/// A command that runs, as the process sees it that waits for its end.
package struct HeldRun {
    let relay: Relay

    /// Passes signals and output on until the command has ended, does what is left to do, and ends like the command. Meanwhile an
    /// interrupt ends this process; a request to end (SIGTERM) waits.
    package func run(andThen finish: @escaping () -> Void) -> Never {
        relay.finish = finish
        relay.run()
    }
}

/// The streams of a masked command: which lead to a pseudo-terminal, and which through a pipe.
struct Streams {
    /// One of the command's outputs.
    struct Output {
        /// The command's end.
        var child: Int32
        /// Where this process reads it; -1 for what comes through the pseudo-terminal, or through the other output.
        var source: Int32
        /// Where it goes.
        var target: Int32
    }

    /// The terminal of this process, and the two ends of the command's own.
    let terminal: (outer: Int32, master: Int32, slave: Int32)?
    /// Whether the pseudo-terminal is the one that the command is controlled from, and reads.
    let isOwn: Bool
    /// The command's standard input; -1 for the one that there is.
    let input: Int32
    let output: Output
    let error: Output

    init() throws(HandOutError) {
        let areTerminals = (0...2).map { isatty(Int32($0)) == 1 }
        let outer =
            areTerminals[1] || areTerminals[2] ? unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : -1
        isOwn = outer >= 0 && areTerminals[0] && areTerminals[1]
        if outer >= 0 {
            var (master, slave): (Int32, Int32) = (-1, -1)
            try HandOutError.check(unsafe lockstep_pty(outer, isOwn ? 1 : 0, &master, &slave))
            terminal = (outer, master, slave)
        } else {
            terminal = nil
        }
        let slave = terminal?.slave ?? -1
        input = isOwn ? slave : -1
        output =
            slave >= 0 && areTerminals[1] ? Output(child: slave, source: -1, target: 1) : try .piped(to: 1)
        if slave >= 0, areTerminals[2] {
            error = Output(child: slave, source: -1, target: 2)
        } else if output.source >= 0, Streams.areSame(1, 2) {
            // Both in one file: one pipe keeps their order.
            error = Output(child: output.child, source: -1, target: 2)
        } else {
            error = try .piped(to: 2)
        }
    }

    /// Those of this process, as they are.
    static let shared = Streams(
        terminal: nil, isOwn: false, input: -1, output: Output(child: 1, source: -1, target: 1),
        error: Output(child: 2, source: -1, target: 2))

    private init(
        terminal: (Int32, Int32, Int32)?, isOwn: Bool, input: Int32, output: Output, error: Output
    ) {
        (self.terminal, self.isOwn, self.input) = (terminal, isOwn, input)
        (self.output, self.error) = (output, error)
    }

    func closeChildren() {
        for descriptor in Set([terminal?.slave ?? -1, output.child, error.child]) where descriptor > 2 {
            close(descriptor)
        }
    }

    private static func areSame(_ first: Int32, _ second: Int32) -> Bool {
        guard let one = try? FileStatus(first) else { return false }
        return one.identity == (try? FileStatus(second))?.identity
    }
}

extension Streams.Output {
    /// A pipe; where the caller closed the target and something of ours stands there, that, which the command has closed again.
    fileprivate static func piped(to target: Int32) throws(HandOutError) -> Self {
        guard fcntl(target, F_GETFD) & FD_CLOEXEC == 0 else {
            return Self(child: target, source: -1, target: target)
        }
        var (source, child): (Int32, Int32) = (-1, -1)
        try HandOutError.check(unsafe lockstep_pipe(&source, &child))
        return Self(child: child, source: source, target: target)
    }
}

extension HandOutError {
    /// Throws `notStarted` for an errno other than 0.
    static func check(_ number: Int32) throws(HandOutError) {
        guard number == 0 else { throw .notStarted(number) }
    }
}
