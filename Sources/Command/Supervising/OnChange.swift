internal import CPlatform
internal import Delivery
internal import Glibc
internal import Lifecycle
internal import Platform
internal import ProviderProfiles
internal import Requests

/// Runs a command each time that another token is handed out under a label. It hands none out.
final class OnChange {
    private let place: Int
    private let options: RunOptions
    private let changes: TokenChanges
    private let context: Context
    private let caught: Int32
    /// How each label was when it was looked at last; the first look begins, and is no change.
    private var known: [Label: LabelStanding] = [:]
    /// The tokens for which the command has run, or has not to.
    private var tokens: [Label: LabelStanding.Holder] = [:]
    private var due: [Label] = []
    /// The command's process, and for which label it runs; 0 while it does not.
    private var (command, label): (Int32, Label?) = (0, nil)
    /// The signal that ends this.
    private var ending: Int32 = 0

    /// The command begins at a place of argv.
    init(_ context: Context, _ options: RunOptions, _ labels: [Label], _ place: Int) throws(Problem) {
        (self.context, self.options, self.place) = (context, options, place)
        changes = try TokenChanges(context, labels, waits: true)
        let signals = CommandSignals.passed + [SIGCHLD]
        caught = unsafe lockstep_signals(signals, Int32(signals.count))
        guard caught >= 0 else { throw Problem(HandOutError.notStarted(-caught)) }
        signal(SIGCHLD, SIG_DFL)
    }

    /// Goes on until a signal ends it.
    func run() -> Never {
        while true {
            let moment = MachineClock.monotonicMilliseconds
            note()
            if command == 0, ending != 0 { lockstep_end_like(ending) }
            if command == 0, !due.isEmpty { start(due.removeFirst()) }
            let found = ready(
                anyOf: [caught, changes.descriptor], for: POLLIN,
                milliseconds: Int32(clamping: changes.wait(at: moment)))
            if found[0] != 0 { takeSignals() }
            changes.learn(isTold: found[1] != 0, at: moment)
        }
    }

    /// Notes which labels have another token than before.
    private func note() {
        for (label, standing) in changes.standings where known[label] != standing {
            let isFirst = known[label] == nil
            known[label] = standing
            if standing.holder == nil, isFirst {
                changes.say("There is no token \(Printable.quoted(label.text)) now. Waiting for one.")
            }
            guard let token = standing.token, token != tokens[label] else { continue }
            tokens[label] = token
            if !isFirst, !due.contains(label) { due.append(label) }
        }
    }

    private func takeSignals() {
        var isByKernel: Int32 = 0
        while true {
            let number = unsafe lockstep_next_signal(caught, &isByKernel)
            switch number {
            case 0: return
            case SIGCHLD: reap()
            case SIGTERM, SIGINT, SIGQUIT, SIGHUP:
                ending = number
                let isShared = isByKernel == 1 && CommandSignals.ofTerminals.contains(number)
                if command > 0, !isShared { kill(command, number) }
            default: if command > 0 { kill(command, number) }
            }
        }
    }

    private func reap() {
        var status: Int32 = 0
        while true {
            let process = unsafe lockstep_next_child(&status)
            guard process > 0 else { return }
            guard process == command, lockstep_stop_signal(status) == 0 else { continue }
            command = 0
            guard status != 0, let label else { continue }
            changes.say(
                "The command for the new token of \(Printable.quoted(label.text)) failed "
                    + "(\(OnChange.words(status))). It runs again when there is another one.",
                isTrouble: true)
        }
    }

    private static func words(_ status: Int32) -> String {
        let code = (status >> 8) & 0xFF
        let number = status & 0x7F
        return number == 0 ? "exit code \(code)" : CommandSignals.name(number)
    }

    private func start(_ label: Label) {
        changes.say("\(Printable.quoted(label.text)) has a new token.")
        let process = lockstep_fork_dependent()
        guard process != 0 else { become(label) }
        self.label = label
        command = max(0, process)
        guard process < 0 else { return }
        changes.say(Problem(HandOutError.notStarted(-process)).message, isTrouble: true)
    }

    private func become(_ label: Label) -> Never {
        var problem: Problem
        do {
            let kept = try RunVariables(options: options).kept(ProviderProfile.linode.harmlessVariables)
            var environment = unsafe ChildEnvironment(
                inheriting: lockstep_environment(), without: ProviderProfile.linode.variablePrefix,
                keeping: kept)
            try environment.set("LOCKSTEP_LABEL", plain: label.text)
            try environment.set("LOCKSTEP_GENERATION", plain: "\(tokens[label]?.generation ?? 0)")
            let failure = unsafe execute(arguments: CommandLine.unsafeArgv + place, environment: environment)
            problem = Problem(failure, command: CommandLine.arguments[place])
        } catch {
            problem = (error as? Problem) ?? Problem(HandOutError.memory)
        }
        context.console.report(problem)
        _exit(problem.exit.rawValue)
    }
}
