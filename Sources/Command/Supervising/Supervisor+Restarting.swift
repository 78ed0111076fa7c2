internal import CPlatform
internal import Delivery
internal import Glibc
internal import Lifecycle
internal import Platform

// What is done when another token is handed out.

extension Supervisor {
    /// How long is waited after a fetch that failed, in milliseconds: each time twice as long, since each refusal is in the log.
    static let (firstPause, longestPause): (Int64, Int64) = (5000, 320_000)
    /// How often is looked whether all that a command left behind has ended.
    private static let glance: Int64 = 50

    /// Does what time asks for.
    func act(at moment: Int64) {
        followStop(at: moment)
        tellGone()
        switch phase {
        case .runs: fetch(at: moment)
        case .stops(let deadline):
            if moment >= deadline, command > 0 { kill(command, SIGKILL) }
        case .clears(let deadline): clear(deadline, at: moment)
        }
    }

    /// Milliseconds until time asks for something.
    func wait(at moment: Int64) -> Int64 {
        var next = fetching == nil ? changes.wait(at: moment) : 60_000
        switch phase {
        case .runs:
            if let asked, moment < asked + Supervisor.respite {
                next = min(next, asked + Supervisor.respite - moment)
            }
            if notBefore > moment { next = min(next, notBefore - moment) }
        case .stops(let deadline): next = min(next, max(deadline - moment, Supervisor.glance))
        case .clears: next = min(next, Supervisor.glance)
        }
        if let stopLook { next = min(next, max(0, stopLook - moment)) }
        return max(0, next)
    }

    // MARK: Fetching

    private func fetch(at moment: Int64) {
        guard fetching == nil, mayRestart(at: moment), let tokens = changes.tokens, tokens != have else {
            return
        }
        // What failed for one may do for the next.
        if tokens != wanted { (notBefore, pause) = (0, Supervisor.firstPause) }
        guard moment >= notBefore else { return }
        if case .signal(let number) = reaction, file == nil {
            wanted = tokens
            let news = newsOfTokens
            have = tokens
            return signal(number, news)
        }
        wanted = tokens
        fetching = Fetching(running, into: CommandFile(CommandLine.arguments[place]))
        if fetching == nil { notBefore = moment + pause }
    }

    /// Whether the command is not about to end anyway.
    private func mayRestart(at moment: Int64) -> Bool {
        !isEnding && asked.map { moment >= $0 + Supervisor.respite } ?? true
    }

    func takeFetched(at moment: Int64) {
        guard let fetched = fetching else { return }
        fetching = nil
        do throws(Problem) {
            let handed = try fetched.take().get()
            guard mayRestart(at: moment) else { return }
            try write(handed)
            trouble = nil
            react(handed, fetched.file, at: moment)
        } catch {
            notBefore = moment + pause
            pause = min(2 * pause, Supervisor.longestPause)
            guard trouble != error.message else { return }
            trouble = error.message
            changes.say(
                "There is a new token, but the command could not be given it, and goes on as it is. "
                    + error.message, isTrouble: true)
        }
    }

    private func react(_ handed: [HandedOut], _ opened: CommandFile, at moment: Int64) {
        let news = newsOfTokens
        have = wanted
        switch reaction {
        case .none: changes.say("\(news). \(Printable.quoted(file?.path ?? "")) has it.")
        case .signal(let number): signal(number, news)
        case .restart(let patience):
            changes.say("\(news). The command is restarted.")
            next = (handed, opened)
            phase = .stops(moment + patience)
            kill(command, SIGTERM)
            kill(command, SIGCONT)
        }
    }

    private func signal(_ number: Int32, _ news: String) {
        changes.say("\(news). The command is sent \(CommandSignals.name(number)).")
        kill(command, number)
    }

    /// Which labels have a new token.
    private var newsOfTokens: String {
        let labels = changes.labels.filter { wanted[$0] != have[$0] }
        let names = labels.map { Printable.quoted($0.text) }.joined(separator: ", ")
        return labels.count == 1 ? "\(names) has a new token" : "\(names) have new tokens"
    }

    /// Says once that a token of the command is handed out no more.
    private func tellGone() {
        let lost = Set(changes.labels.filter { changes.standings[$0]?.token == nil && have[$0] != nil })
        for label in lost.subtracting(gone).sorted() {
            changes.say(
                "The token \(Printable.quoted(label.text)) is no longer handed out: it was revoked, forgotten or "
                    + "renamed. The command keeps running, and gets the next token of that label.",
                isTrouble: true)
        }
        gone = lost
    }

    // MARK: The next command

    /// Ends what the command left behind, then starts the next one.
    private func clear(_ deadline: Int64, at moment: Int64) {
        let left = Processes.children
        for process in left where moment >= deadline || !told.contains(process) {
            kill(process, moment >= deadline ? SIGKILL : SIGTERM)
            told.insert(process)
        }
        guard left.isEmpty else { return }
        guard !isEnding, let next else { end(status) }
        self.next = nil
        do throws(Problem) { try start(next.handed, next.file) } catch { end(error) }
    }
}
