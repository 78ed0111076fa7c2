internal import CPlatform
internal import Delivery
internal import Glibc
internal import Lifecycle
internal import Platform

/// The process beside a command: passes signals on, lets it have new tokens, and ends as it ends. It has no key, no open vault, and no
/// token string but while one is on its way to the command.
///
/// The command shares its job (setpgid(2)), so that keys, stops and pipelines are the shell's as with `lockstep run`.
final class Supervisor {
    /// How a command is on its way from one token to the next.
    enum Phase {
        case runs
        /// It was told to end, and is killed at a moment.
        case stops(Int64)
        /// It has ended; what it left behind is ended, too.
        case clears(Int64)
    }

    let place: Int
    let reaction: Reaction
    let changes: TokenChanges
    let file: RefreshedFile?
    private(set) var running: Running
    private var caught: Int32 = -1
    /// The command's process; 0 while there is none.
    var command: Int32 = 0
    var phase = Phase.runs
    /// How the last one ended.
    var status: Int32 = 0
    /// Whether somebody wants all of it to end, so that nothing is started any more.
    var isEnding = false
    /// When somebody asked the command to end who may not mean it, as with Ctrl-C.
    var asked: Int64?
    /// When it is looked whether the command is stopped, with its job.
    var stopLook: Int64?
    /// Processes that the command left behind and that were told to end.
    var told: Set<Int32> = []
    var fetching: Fetching?
    /// The tokens that the command has, and those that are being fetched.
    var (have, wanted): ([Label: LabelStanding.Holder], [Label: LabelStanding.Holder])
    /// Before when nothing is fetched, and what was said of the last time.
    var (notBefore, trouble): (Int64, String?) = (0, nil)
    /// How long is waited after the next fetch that fails.
    var pause = Supervisor.firstPause
    /// What the next command is started with.
    var next: (handed: [HandedOut], file: CommandFile)?
    /// Labels of which was said that they have no token any more.
    var gone: Set<Label> = []

    init(
        _ running: Running, _ place: Int, _ reaction: Reaction, _ changes: TokenChanges,
        _ file: RefreshedFile?
    ) {
        (self.running, self.place, self.reaction) = (running, place, reaction)
        (self.changes, self.file) = (changes, file)
        (have, wanted) = (changes.tokens ?? [:], [:])
    }

    /// Has the first tokens handed out, and starts the first command. It keeps none of them.
    func begin() throws(Problem) {
        let opened = CommandFile(CommandLine.arguments[place])
        let handed = try running.handOut(into: opened)
        try running.context.withholdUnlocking()
        try takeOver()
        do throws(Problem) {
            try write(handed)
            try start(handed, opened)
        } catch {
            file?.remove()
            throw error
        }
    }

    /// Takes the signals from here on: no command can end unnoticed.
    private func takeOver() throws(Problem) {
        let signals = CommandSignals.passed + [SIGCHLD]
        caught = unsafe lockstep_signals(signals, Int32(signals.count))
        guard caught >= 0 else { throw Problem(HandOutError.notStarted(-caught)) }
        // Where that is refused, what a command leaves behind is not ended with it.
        _ = lockstep_begin_supervising()
        // From here on the terminal is the command's: nobody is asked there.
        running.context.options.noInput = true
    }

    /// Goes on until the command has ended by itself, and ends like it.
    func run() -> Never {
        while true {
            let moment = MachineClock.monotonicMilliseconds
            act(at: moment)
            let done = fetching?.done.number ?? -1
            let found = ready(
                anyOf: [caught, done, fetching == nil ? changes.descriptor : -1], for: POLLIN,
                milliseconds: Int32(clamping: wait(at: moment)))
            if found[0] != 0 { takeSignals(caught, at: moment) }
            if found[1] != 0 { takeFetched(at: moment) }
            // Not while a thread may look at the vault, too.
            if fetching == nil { changes.learn(isTold: found[2] != 0, at: moment) }
        }
    }

    /// Ends as the command did.
    func end(_ status: Int32) -> Never {
        file?.remove()
        lockstep_end_like(status)
    }

    /// Ends where no other command can be started.
    func end(_ problem: Problem) -> Never {
        file?.remove()
        running.context.console.report(problem)
        exit(problem.exit.rawValue)
    }

    /// Starts the command, whose process this one's copy becomes.
    func start(_ handed: [HandedOut], _ opened: CommandFile) throws(Problem) {
        let process = lockstep_fork_dependent()
        guard process != 0 else { become(handed, opened) }
        guard process > 0 else { throw Problem(HandOutError.notStarted(-process)) }
        (command, phase, told) = (process, .runs, [])
    }

    private func become(_ handed: [HandedOut], _ opened: CommandFile) -> Never {
        var problem: Problem
        do throws(Problem) {
            problem = try running.become(place, opened, handed, tokenFile: file?.path)
        } catch { problem = error }
        running.context.console.report(problem)
        // Nothing else: what is to be done at the end is for the process beside it.
        _exit(problem.exit.rawValue)
    }

    /// Puts the label's token into the file.
    func write(_ handed: [HandedOut]) throws(Problem) {
        guard let file, let token = handed.first else { return }
        do throws(HandOutError) { try file.write(token.string) } catch {
            throw Problem(error, file: file.path)
        }
    }
}
