internal import CPlatform
internal import Glibc
internal import Platform
internal import Secrets

/// Passes output, keys, signals and the window's size between a masked command and the world, until the command has ended.
final class Relay {
    /// How long a short beginning of a token is held back, in milliseconds.
    private static let moment: Int32 = 20
    /// How often a background job looks whether it has the terminal by now, in milliseconds: nobody tells it.
    private static let glance: Int32 = 250

    private let streams: Streams
    private let command: Int32
    private let report: Int32
    private let caught: Int32
    /// Descriptors that are read, with where they lead; -1 once they have ended.
    private var sources: [(source: Int32, target: Int32)]
    private var first: Mask
    private var second: Mask
    private var keys: SecretBuffer
    private var hasInput: Bool
    /// Whether the command's terminal has the settings of this one: a background job sees those of the shell's line editor.
    private var hasSettings = false
    /// What is done once the command has ended, before this process does.
    var finish: () -> Void = {}

    init(
        _ streams: Streams, _ secrets: [MaskedSecret], command: Int32, report: Int32, signals: Int32
    ) throws(SecretsError) {
        (self.streams, self.command, self.report, caught) = (streams, command, report, signals)
        // What comes from the pseudo-terminal goes to the terminal, whatever the other outputs are.
        let terminal = streams.terminal.map { ($0.master, $0.outer) }
        let pipes = [streams.output, streams.error].filter { $0.source >= 0 }.map { ($0.source, $0.target) }
        sources = (terminal.map { [$0] } ?? []) + pipes
        while sources.count < 2 { sources.append((-1, -1)) }
        first = try Mask(secrets)
        second = try Mask(secrets)
        keys = try SecretBuffer(capacity: 4096)
        hasInput = streams.isOwn
    }

    /// Runs until the command has ended, and ends like it.
    func run() -> Never {
        while true {
            let entries = wait()
            if entries[0].revents != 0 { takeSignals() }
            if entries[2].revents != 0 { pass(0) }
            if entries[3].revents != 0 { pass(1) }
            if entries[4].revents != 0 { takeKeys() }
            if keys.count > 0 { giveKeys() }
            if entries[1].revents != 0 { takeReport() }
        }
    }

    private func wait() -> [pollfd] {
        let isMine = takeTerminal()
        let outer = isMine && hasInput && keys.count == 0 ? streams.terminal?.outer ?? -1 : -1
        var entries = [caught, report, sources[0].source, sources[1].source, outer].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        if keys.count > 0, sources[0].source >= 0 { entries[2].events |= Int16(POLLOUT) }
        let isHolding = first.isHolding || second.isHolding
        let time = isHolding ? Relay.moment : hasInput && !isMine ? Relay.glance : -1
        if unsafe poll(&entries, nfds_t(entries.count), time) == 0, isHolding {
            _ = first.show(on: sources[0].target)
            _ = second.show(on: sources[1].target)
        }
        return entries
    }

    // MARK: Output

    /// Passes on a piece of one source; one that has ended, or that nobody takes any more, is closed.
    private func pass(_ place: Int) {
        let (source, target) = sources[place]
        let got =
            place == 0 ? first.pass(from: source, to: target) : second.pass(from: source, to: target)
        guard got <= 0, got != -Int(EAGAIN), got != -Int(EINTR) else { return }
        finish(place)
    }

    /// Writes what was held back, and closes a source: the command is told by the kernel when it writes again.
    private func finish(_ place: Int) {
        let (source, target) = sources[place]
        guard source >= 0 else { return }
        if place == 0 { first.finish(to: target) } else { second.finish(to: target) }
        close(source)
        sources[place].source = -1
        if place == 0 { hasInput = false }
    }

    /// Passes on what the command has left; whoever it left behind may go on, but is not waited for.
    private func drain() {
        for place in 0..<2 {
            while sources[place].source >= 0, ready(sources[place].source, for: POLLIN, milliseconds: 0) != 0
            {
                pass(place)
            }
            finish(place)
        }
    }

    // MARK: Keys

    private func takeKeys() {
        guard let outer = streams.terminal?.outer else { return }
        let got = keys.read(from: outer)
        if got == 0 || got == -Int(EIO) { hasInput = false }
    }

    private func giveKeys() {
        let wrote = keys.write(0..<keys.count, to: sources[0].source)
        if wrote > 0 { keys.drop(wrote) } else if wrote != -Int(EAGAIN) { keys.drop(keys.count) }
    }

    /// Every key goes to the command's terminal, which makes of it what the command wants; `false` in the background.
    private func takeTerminal() -> Bool {
        guard streams.isOwn, let outer = streams.terminal?.outer, lockstep_is_foreground(outer) == 1 else {
            return false
        }
        if !hasSettings { lockstep_copy_settings(outer, streams.terminal?.master ?? -1) }
        hasSettings = true
        lockstep_set_raw(outer, 1)
        return true
    }

    private func giveTerminalBack() {
        if let outer = streams.terminal?.outer { lockstep_set_raw(outer, 0) }
    }

    // MARK: Signals

    private func takeSignals() {
        var isByKernel: Int32 = 0
        while true {
            let number = unsafe lockstep_next_signal(caught, &isByKernel)
            // What the terminal sends goes to all who share it, the command included, unless it has its own.
            let isShared = isByKernel == 1 && CommandSignals.ofTerminals.contains(number) && !streams.isOwn
            switch number {
            case 0: return
            case SIGCONT: carryOn()
            case SIGWINCH:
                copySize()
                // One that a process sent is no change of a size, so the command's own terminal does not tell it.
                if isByKernel == 0, streams.isOwn || streams.terminal == nil { kill(command, number) }
            default: if !isShared { kill(command, number) }
            }
        }
    }

    /// After a stop: the terminal may have another size, and the command is woken with this process.
    private func carryOn() {
        copySize()
        kill(streams.isOwn ? -command : command, SIGCONT)
    }

    /// The command is told by its own terminal; where that is another, it may have looked at this one's size too early.
    private func copySize() {
        guard let terminal = streams.terminal else { return }
        lockstep_copy_size(terminal.outer, terminal.master)
        if !streams.isOwn { kill(command, SIGWINCH) }
    }

    private func end(like status: Int32) -> Never {
        lockstep_take_back_signals(caught)
        finish()
        lockstep_end_like(status)
    }

    private func takeReport() {
        var status: Int32 = 0
        let count = unsafe read(report, &status, 4)
        guard count == 4 else {
            // The watcher is gone, which nobody but a stranger's signal can do.
            giveTerminalBack()
            kill(command, SIGKILL)
            end(like: SIGKILL)
        }
        let stopped = lockstep_stop_signal(status)
        if stopped == 0 {
            drain()
            giveTerminalBack()
            end(like: status)
        }
        // Without a terminal of its own the command was stopped together with this process, or by itself.
        guard streams.isOwn else { return }
        giveTerminalBack()
        guard stopped != SIGSTOP else {
            kill(getpid(), SIGSTOP)
            return
        }
        // The key that stops is for all who share the terminal: a script around this, a pipeline. Where nobody could wake
        // them again the kernel stops nobody, and the command goes on.
        kill(0, SIGTSTP)
        carryOn()
    }
}
