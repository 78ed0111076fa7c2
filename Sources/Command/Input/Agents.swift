internal import Lifecycle
internal import Wire

// Hand-outs through the agent, and without it.

extension Context {
    /// Opens token strings for an application; the audit log has it first.
    ///
    /// The agent does it where one holds this vault's keys; otherwise the vault is opened here, with the same result. An agent
    /// that is there and cannot be used is told of: whoever relies on it has to know. Where it is for a host that the label is not
    /// bound to, the person at the terminal is asked.
    func handOut(
        _ labels: [Label], _ verb: HandOutVerb, _ given: HandOutOptions = HandOutOptions(),
        generation: UInt32? = nil, to destination: Destination? = nil
    ) throws(Problem) -> [HandedOut] {
        guard !given.isUnlogged else {
            return try handOutHere(labels, verb, given, generation: generation, to: destination)
        }
        do throws(AgentError) {
            let handed = try servingAgent().handOut(
                labels, vault: vaultInFull, verb: verb.rawValue, generation: generation,
                destination: destination,
                evenExpired: given.isEvenExpired)
            warn(ofExpired: handed, labels, given)
            return handed
        } catch .ledger(let error) where error.code == .unbound {
            // The agent has refused: whoever binds it shows what opens the vault.
            guard let destination, let label = labels.first else { throw Problem(error) }
            guard error.part != .path else { throw Problem(unboundWithoutPath: label, destination, verb) }
            try requireConsent(label, to: destination)
            try bind(label, to: destination)
            return try handOut(labels, verb, given, from: ledger(), generation: generation, to: destination)
        } catch .ledger(let error) {
            throw Problem(error, asking: labels)
        } catch {
            passOver(error)
            return try handOutHere(labels, verb, given, generation: generation, to: destination)
        }
    }

    /// The same without an agent.
    private func handOutHere(
        _ labels: [Label], _ verb: HandOutVerb, _ given: HandOutOptions, generation: UInt32?,
        to destination: Destination?
    ) throws(Problem) -> [HandedOut] {
        let ledger: any UnlockedVault
        do throws(Problem) { ledger = try self.ledger() } catch { throw error.withNothingHandedOut }
        return try handOut(labels, verb, given, from: ledger, generation: generation, to: destination)
    }

    /// The token whose string begins so, and that string; throws `absent` when none does, or several.
    func handOut(
        prefix: String, _ verb: HandOutVerb, _ given: HandOutOptions
    ) throws(Problem) -> (label: Label, [HandedOut]) {
        let found: Label?
        do throws(AgentError) {
            found = try servingAgent().find(prefix, vault: vaultInFull)
        } catch .ledger(let error) {
            throw Problem(error)
        } catch {
            passOver(error)
            found = nil
        }
        if let found { return (found, try handOut([found], verb, given)) }
        let ledger = try ledger()
        let label = try vault { () throws(LedgerError) in try ledger.label(ofPrefix: prefix) }
        return (label, try handOut([label], verb, given, from: ledger))
    }

    /// The agent at its place; where none listens and no place was named, the one that has this vault's keys.
    func servingAgent() throws(AgentError) -> AgentClient {
        do throws(AgentError) {
            return try AgentClient(socket: places.socket)
        } catch .absent {
            guard !places.isSocketNamed, let holder = try KeyHolder.of(vaultInFull, otherwise: places.socket)
            else { throw .absent }
            do throws(AgentError) {
                return try AgentClient(socket: holder.socket)
            } catch { throw .hidden(holder) }
        }
    }

    /// Warns of an agent that is there and cannot be used. That none runs, that it is locked and that it serves another vault is
    /// how things usually are.
    func passOver(_ error: AgentError) {
        switch error {
        case .absent, .locked, .otherVault, .ledger: return
        case .foreign, .otherVersion, .broken, .stopped, .heldElsewhere, .hidden, .unknown:
            console.warn(Warning(passingOver: problem(error, at: places.socket)))
        }
    }

    /// The same from a vault that is open here.
    func handOut(
        _ labels: [Label], _ verb: HandOutVerb, _ given: HandOutOptions, from ledger: any UnlockedVault,
        generation: UInt32? = nil, to destination: Destination? = nil
    ) throws(Problem) -> [HandedOut] {
        let asker = Callers.parent
        var use = HandOutUse(
            verb: verb.rawValue, time: now, caller: asker.caller, cgroup: asker.cgroup,
            generation: generation,
            destination: destination)
        use.executable = asker.executable
        if given.isEvenExpired { use.expired = .allowed }
        use.isUnlogged = given.isUnlogged
        var isBound = false
        while true {
            do throws(LedgerError) {
                let handed = try ledger.handOut(labels, as: use)
                warn(ofExpired: handed, labels, given)
                warn(ofUnlogged: handed, labels)
                return handed
            } catch  where error.code == .perhapsExpired && use.expired == .unasked {
                use.expired = HandOutUse.Expired(by: tools.clock)
            } catch  where error.code == .unconfirmed && use.confirmation == .unasked {
                use = asked(use, about: labels)
            } catch  where error.code == .unbound && !isBound {
                guard let destination, let label = labels.first else { throw Problem(error) }
                guard error.part != .path else {
                    throw Problem(unboundWithoutPath: label, destination, verb)
                }
                try requireConsent(label, to: destination)
                try bind(label, to: destination)
                isBound = true
            } catch { throw Problem(error, asking: labels) }
        }
    }

    /// Warns of tokens whose expiry has passed by a clock that is not known to be right.
    private func warn(ofExpired handed: [HandedOut], _ labels: [Label], _ given: HandOutOptions) {
        guard !given.isEvenExpired else { return }
        for (label, token) in zip(labels, handed) where token.expiry.hasPassed(at: now) {
            console.warn(
                Warning(
                    .expired,
                    "\(Printable.quoted(label.text)) expired \(Times.words(token.expiry, now: now)) by this machine's "
                        + "clock. It is handed out since nothing is known to keep the clock right"))
        }
    }

    /// Warns of tokens that no log has.
    private func warn(ofUnlogged handed: [HandedOut], _ labels: [Label]) {
        let names = zip(labels, handed).filter { !$0.1.isLogged }.map { Printable.quoted($0.0.text) }
        guard !names.isEmpty else { return }
        console.warn(
            Warning(
                .unlogged,
                "\(names.joined(separator: ", ")) was handed out and no log has it: "
                    + "this machine's reading log cannot be written"))
    }

    /// Asks the person at the terminal; where there is none, the answer is no.
    private func asked(_ use: HandOutUse, about labels: [Label]) -> HandOutUse {
        guard let question = Confirmation.question(labels, use.caller) else {
            return HandOutRequest(labels, as: use).unanswered(.tooMany).use
        }
        let agrees = (try? terminal.confirms(question, otherwise: "")) ?? false
        return use.answered(agrees, by: "the terminal")
    }
}
