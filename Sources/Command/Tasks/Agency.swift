internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service
internal import Wire

/// Starts and unlocks the agent.
struct Agency {
    let context: Context
    /// The times that were named.
    let named: NamedTimes

    func start() throws(Problem) {
        try context.requireSafeVault()
        let given = try context.unlockingWithoutPerson()
        let (times, asked) = (try times(), try named.read())
        let (agent, isNew) = try running()
        if let given { try unlock(agent, given, times) }
        let status = try context.told { () throws(AgentError) in try agent.status() }
        guard status.idle == asked.idle ?? status.idle, status.max == asked.max ?? status.max else {
            throw Problem(
                .conflict, .otherIdle,
                "The agent is already running, with \(LockWords.flags(status.idle, status.max)).",
                safe: "Nothing was changed.",
                hint: "To change that, unlock again: lockstep unlock\(named.flags)")
        }
        try tell(status, isNew ? "The agent is running" : "The agent is already running")
    }

    func unlock() throws(Problem) {
        try context.requireSafeVault()
        let times = try times()
        let (agent, _) = try running()
        if let named = try context.unlockingWithoutPerson() {
            try unlock(agent, named, times)
        } else {
            try ask(agent, times)
        }
        try tell(try context.told { () throws(AgentError) in try agent.status() }, "The agent is running")
    }

    /// Has the agent open the vault: a passphrase takes its time, on purpose.
    private func open(
        _ agent: AgentClient, _ unlocking: borrowing Unlocking, _ times: LockTimes
    ) throws(AgentError) {
        let ticker = Ticker(Ticker.opening, context.console)
        defer { ticker.stop() }
        try agent.unlock(unlocking, times: times)
    }

    /// The same with what was named, and with the passphrase that goes with a key file.
    private func unlock(
        _ agent: AgentClient, _ named: consuming Unlocking, _ times: LockTimes
    ) throws(Problem) {
        let given = try context.completed(named)
        do throws(AgentError) { return try open(agent, given, times) } catch .ledger(let error) {
            let both = try context.with(passphraseFor: given, after: error)
            try context.told { () throws(AgentError) in try open(agent, both, times) }
        } catch { throw context.problem(error, at: context.places.socket) }
    }

    private func ask(_ agent: AgentClient, _ times: LockTimes) throws(Problem) {
        let question = SecretQuestion(try context.ways(), isServed: true)
        for attempt in 1...3 {
            let typed = try context.typed(
                context.terminal.secret(question.prompt, otherwise: question.otherwise))
            do throws(AgentError) {
                return try open(agent, typed, times)
            } catch .ledger(let error) where error.code == .wrongKey && attempt < 3 {
                context.console.note(Problem.notOpened(error))
            } catch { throw context.problem(error, at: context.places.socket) }
        }
    }

    /// The agent for this vault, started where none runs; one of another version is replaced.
    private func running() throws(Problem) -> (AgentClient, isNew: Bool) {
        if let holder = try context.holder(), holder.socket != context.places.socket {
            guard !context.places.isSocketNamed else {
                throw Problem(.heldElsewhere(holder), at: holder.socket)
            }
            // One whose socket is gone is about to end.
            if try context.agent(at: holder.socket) == nil { _ = try context.waitsForKeysToGo() }
        }
        guard let agent = try context.agent() else { return (try started(), true) }
        do throws(AgentError) {
            guard try agent.status().vault == context.vaultInFull else { throw .otherVault }
            return (agent, false)
        } catch .otherVersion {
            // Another command may have told it, too.
            do throws(AgentError) { try agent.stop() } catch  where error == .broken {} catch {
                throw context.problem(error, at: context.places.socket)
            }
            return (try replacement(), true)
        } catch {
            // One that ended while it was asked is gone by now.
            guard error == .broken, try context.agent() == nil else {
                throw context.problem(error, at: context.places.socket)
            }
            return (try started(), true)
        }
    }

    /// The agent that comes after one that was stopped: systemd starts it where the socket is its own.
    private func replacement() throws(Problem) -> AgentClient {
        for _ in 0..<200 {
            guard let agent = try context.agent() else { break }
            if (try? agent.status()) != nil { return agent }
            context.tools.clock.sleep(milliseconds: 10)
        }
        return try started()
    }

    private func started() throws(Problem) -> AgentClient {
        var times = try times()
        times.idle = times.idle ?? 28_800
        return try context.startAgent(times)
    }

    /// The times that were named, else those of the configuration file.
    private func times() throws(Problem) -> LockTimes {
        if let problem = context.settingsProblem { throw problem }
        return try NamedTimes(
            idle: named.idle ?? context.settings[.idle], max: named.max ?? context.settings[.max]
        ).read()
    }

    private func tell(_ status: AgentStatus, _ words: String) throws(Problem) {
        guard !context.options.json else { return try context.tellStanding() }
        let state =
            status.isLocked
            ? "locked. Unlock it: lockstep unlock"
            : "unlocked; \(LockWords.when(status.idle, status.max))."
        context.console.note("\(words) (process \(status.pid)), \(state)")
    }
}
