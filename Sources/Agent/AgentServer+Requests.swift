internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets
internal import Wire

// What a client's request asks for, and the answers that need no vault.

extension AgentServer {
    /// Reads a request; one of another version is told, and who sends no request, or watches and asks, is hung up on.
    private func read(_ body: [UInt8], from connection: Connection) -> AgentRequest? {
        do throws(SecretsError) {
            guard !connection.isWatching else { throw .malformed }
            if let request = try AgentRequest(body) { return request }
            connection.send(.otherVersion(AgentProtocol.version))
        } catch { connection.end() }
        return nil
    }

    /// Answers what needs no vault; returns the hand-out that does.
    func take(_ body: [UInt8], from connection: Connection, _ now: Instant) -> HandOutRequest? {
        guard let request = read(body, from: connection) else { return nil }
        switch request {
        case .status: connection.send(.status(status))
        case .stop:
            isStopped = true
            connection.send(.done)
        case .lock:
            lock()
            connection.send(.done)
        case .unlock(let form, let count, let times):
            awaitSecret(.unlock(form, count: count, times: times), count, from: connection)
        case .proof:
            // To no challenge, or one that has failed.
            connection.end()
        case .perform(let header): perform(header, for: connection)
        case .watch(let vault, let labels):
            if serves(vault, connection) { watchers.add(connection, labels) }
        case .find(let vault, let prefix): find(prefix, in: vault, for: connection)
        case .handOut(
            let vault, let verb, let generation, let destination, let evenExpired, let labels, let answers):
            guard serves(vault, connection) else { return nil }
            let asker = asker(of: connection)
            var use = HandOutUse(
                verb: verb, time: now, caller: asker.caller, cgroup: asker.cgroup,
                generation: generation, destination: destination)
            use.interface = .agent
            if asker.program == .hidden { use.executable = .hidden }
            if evenExpired { use.expired = .allowed }
            use = answers.given(use)
            return HandOutRequest(labels, as: use, queue: connection.descriptor)
        }
        return nil
    }

    private var status: AgentStatus {
        AgentStatus(
            pid: getpid(), isLocked: session.isLocked, vault: Path.resolved(session.vault),
            idle: session.idle, max: session.max, comesAgain: listeners.isPassed)
    }

    /// Has the client send its secret; hangs up on one whose secret has no possible length, or was sent too early.
    private func awaitSecret(_ task: WorkerTask, _ count: UInt16, from connection: Connection) {
        // A worker reads from the connection what comes next: nothing of it may be here.
        guard (1...AgentProtocol.secretLimit).contains(Int(count)), connection.unread == 0 else {
            return connection.end()
        }
        expect(task, count, from: connection)
    }

    /// Begins to look for a token by the beginning of its string, which takes a worker.
    private func find(_ prefix: String, in vault: [UInt8], for connection: Connection) {
        guard serves(vault, connection) else { return }
        if session.isLocked {
            connection.send(.locked)
        } else {
            begin(.find(prefix: prefix), for: connection)
        }
    }

    /// Has a worker perform a request, which it reads itself; hangs up on one that was sent too early.
    private func perform(_ header: RequestHeader, for connection: Connection) {
        guard serves(header.vault, connection) else { return }
        guard !session.isLocked else { return connection.send(.locked) }
        guard header.kind.rank == .change else {
            return perform(header, from: asker(of: connection).facts, for: connection)
        }
        // Always: which rules there are on what it changes only the worker finds out.
        challenge(connection, connection.process) { [unowned self] asker in
            var facts = (asker ?? self.asker(of: connection)).facts
            if asker == nil { facts.executable = .unproven }
            guard !session.isLocked else { return connection.send(.locked) }
            perform(header, from: facts, for: connection)
        }
    }

    private func perform(_ header: RequestHeader, from facts: CallerFacts, for connection: Connection) {
        // What was sent before it was asked for is no request.
        guard connection.unread == 0, !connection.isOver else { return connection.end() }
        // What this process writes to is archived, too.
        if header.kind == .archive { session.leaveLog() }
        let moment = lockstep_monotonic()
        begin(.perform(Order(header, from: facts, recent: changes.ages(at: moment))), for: connection)
        // One that is refused since there were so many is none.
        if header.kind.isCounted, let most = try? session.changesAnHour(),
            changes.wait(of: most, at: moment) == nil
        {
            changes.note(at: moment)
        }
    }

    /// Whether a request is for the vault of this agent; a client that means another one is told.
    private func serves(_ vault: [UInt8], _ connection: Connection) -> Bool {
        guard !paths.contains(vault) else { return true }
        connection.send(.otherVault)
        return false
    }
}

extension HandOutAnswers {
    /// A use with what was answered; only `run` can say into what.
    fileprivate func given(_ use: HandOutUse) -> HandOutUse {
        var given = use.answered(onTerminal: terminal)
        if use.verb == "run" { given.into = into.map { .file($0) } ?? .unasked }
        return given
    }
}
