internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets
internal import Service
internal import Wire

// Requests: an unlocked agent performs them, else this process does, on the vault that it opens.

/// The vault that this process has opened, once it has.
final class OpenedVault {
    var ledger: (any UnlockedVault)?
}

/// A long answer on its way.
struct Answered<Head, Part> {
    /// What comes first.
    let head: Head
    /// The next part; `nil` after the last.
    let next: () throws(Problem) -> Part?
}

extension Context {
    /// What comes of a request; `bar` shows how far it is.
    func ask<R: Served>(_ request: R, _ bar: ProgressBar? = nil) throws(Problem) -> R.Answer {
        try check(request)
        defer { bar?.clear() }
        let header = try header(of: R.kind)
        let answer = try throughAgent(R.kind.rank) { agent throws(RequestError) in
            if R.kind.rank == .change { agent.passOnInterrupts() }
            let ticker = Ticker(R.kind.wait, console)
            defer { ticker.stop() }
            return try agent.perform(request, header, hear: telling(bar))
        }
        if let answer { return answer }
        let service = try service(bar)
        let ticker = Ticker(R.kind.wait, console)
        defer { ticker.stop() }
        if R.kind.rank == .change { try? Halting.onInterrupt() }
        return try served { () throws(Failure) in try request.perform(by: service) }
    }

    /// The same where nobody has to be asked for what opens the vault; `nil` where somebody would.
    func answer<R: Served>(_ request: R) throws(Problem) -> R.Answer? {
        let header = try header(of: R.kind)
        let answer = try throughAgent(R.kind.rank) { agent throws(RequestError) in
            try agent.perform(request, header, hear: telling())
        }
        if let answer { return answer }
        return try opensAlone() ? try ask(request) : nil
    }

    /// What an unlocked agent says to a request; `nil` where none takes it, and where the vault does not open for it.
    func answer<R: Served>(ofAgent request: R) throws(Problem) -> R.Answer? {
        let header = try header(of: R.kind)
        guard let agent = usableAgent(R.kind.rank) else { return nil }
        let ticker = Ticker(R.kind.wait, console)
        defer { ticker.stop() }
        do throws(RequestError) {
            return try agent.perform(request, header, hear: telling())
        } catch .failed(.vault) {
            return nil
        } catch .untaken(.ledger) {
            return nil
        } catch { try passOver(error, R.kind.rank) }
        return nil
    }

    /// What comes of a request whose answer has parts.
    func ask<R: ServedStream>(_ request: R) throws(Problem) -> Answered<R.Answer, R.Part> {
        try check(request)
        let header = try header(of: R.kind)
        let stream = try throughAgent(R.kind.rank) { agent throws(RequestError) in
            try agent.perform(streaming: request, header, hear: telling())
        }
        if let stream {
            return Answered(head: stream.head) { () throws(Problem) in
                do throws(RequestError) { return try stream.next() } catch {
                    throw problem(error, R.kind.rank)
                }
            }
        }
        let service = try service()
        let answer = try served { () throws(Failure) in try request.perform(by: service) }
        return Answered(head: answer.head) { () throws(Problem) in
            try served { () throws(Failure) in try answer.next() }
        }
    }

    /// What comes of a request that a secret belongs to.
    func ask<R: ServedSecret>(_ request: R, _ string: consuming SecretBytes) throws(Problem) -> R.Answer {
        try check(request)
        let header = try header(of: R.kind)
        if let agent = usableAgent(R.kind.rank) {
            do throws(RequestError) {
                agent.passOnInterrupts()
                let ticker = Ticker(R.kind.wait, console)
                defer { ticker.stop() }
                return try agent.perform(request, with: string, header, hear: telling())
            } catch { try passOver(error, R.kind.rank) }
        }
        let service = try service()
        let ticker = Ticker(R.kind.wait, console)
        defer { ticker.stop() }
        do throws(Failure) { return try request.perform(by: service, with: string) } catch {
            throw Problem(error)
        }
    }

    /// What comes of a request about files that were opened for it here.
    func ask<R: ServedFile>(_ request: R, lending files: LentFiles) throws(Problem) -> R.Answer {
        try check(request)
        let header = try header(of: R.kind)
        let answer = try throughAgent(R.kind.rank) { agent throws(RequestError) in
            try agent.perform(request, lending: files, header, hear: telling())
        }
        if let answer { return answer }
        let service = try service()
        return try served { () throws(Failure) in try request.perform(by: service, with: files) }
    }

    /// Throws what makes a request unusable, before anybody is asked for anything.
    func check(_ request: some Request) throws(Problem) {
        try served { () throws(Failure) in try request.check(now: now) }
    }

    /// The service in this process, under what is this command line's own.
    func service(_ bar: ProgressBar? = nil) throws(Problem) -> Service {
        let asker = Callers.parent
        return Service(
            try ledger(), tools.provider, tools.clock,
            // Whoever opened the vault here has shown what unlocks it.
            Service.Conditions(
                origin: Origin(asker.caller, through: .commandLine), settle: settle,
                address: try namedAddress(), authority: Authority(asker.facts, isProven: true)),
            halts: { Halting.isWanted }, hear: telling(bar))
    }

    // MARK: Through the agent

    func header(of kind: RequestKind) throws(Problem) -> RequestHeader {
        RequestHeader(
            vault: Array(vaultInFull.utf8), kind: kind, settle: settle, address: try namedAddress(),
            proxies: ProxyVariables.settings)
    }

    /// What the agent says; `nil` where none that is unlocked serves this vault, and where the vault is open here already.
    private func throughAgent<A>(
        _ rank: RequestRank, _ body: (AgentClient) throws(RequestError) -> A
    ) throws(Problem) -> A? {
        guard let agent = usableAgent(rank) else { return nil }
        do throws(RequestError) { return try body(agent) } catch {
            try passOver(error, rank)
            return nil
        }
    }

    /// Whether an agent performs requests of a class.
    func isServed(_ rank: RequestRank) -> Bool { usableAgent(rank) != nil }

    private func usableAgent(_ rank: RequestRank) -> AgentClient? {
        // What is set for the agent does not bind whoever shows, with this very request, what unlocks the vault.
        guard opened.ledger == nil, rank == .look || !options.namesProof else { return nil }
        do throws(AgentError) {
            let agent = try servingAgent()
            console.detail("Through the agent at \(Printable.argument(places.socket)).")
            return agent
        } catch {
            passOver(error)
            return nil
        }
    }

    /// Goes on without the agent where it has begun nothing.
    private func passOver(_ error: RequestError, _ rank: RequestRank) throws(Problem) {
        guard case .untaken(let error) = error else { throw problem(error, rank) }
        guard !Halting.isWanted else { throw .halted }
        if case .ledger(let error) = error { throw Problem(error) }
        guard error == .broken, isAgentUnlocked else { return passOver(error) }
        console.warn(Warning(passingOver: .workerNotStarted))
    }

    private func problem(_ error: RequestError, _ rank: RequestRank) -> Problem {
        switch error {
        case .failed(let failure): Problem(failure)
        case .untaken(let error): problem(error, at: places.socket)
        case .stopped(let pid): .stoppedWorker(pid, rank)
        case .cutOff: .cutOff(rank, isAgentUnlocked: isAgentUnlocked)
        }
    }

    /// Whether the agent has the vault's keys at this moment.
    var isAgentUnlocked: Bool {
        guard let agent = try? servingAgent(), let status = try? agent.status() else { return false }
        return !status.isLocked && status.vault == vaultInFull
    }
}
