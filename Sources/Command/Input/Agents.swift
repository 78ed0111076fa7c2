internal import Lifecycle
internal import Requests
internal import Service
internal import Wire

// Hand-outs through the agent.

extension Context {
    /// Opens token strings for an application; the audit log has it first.
    ///
    /// The agent does it where one holds this vault's keys; otherwise the vault is opened here, with the same result. An agent
    /// that is there and cannot be used is told of: whoever relies on it has to know. Where it is for a host that the label is not
    /// bound to, the person at the terminal is asked.
    func handOut(
        _ labels: [Label], _ verb: HandOutVerb, _ given: HandOutOptions = HandOutOptions(),
        generation: UInt32? = nil, to destination: Destination? = nil, into command: CommandFile? = nil,
        _ answers: HandOutAnswers = HandOutAnswers()
    ) throws(Problem) -> [HandedOut] {
        guard !given.isUnlogged else {
            return try handOutHere(
                labels, verb, given, generation: generation, to: destination, into: command)
        }
        do throws(AgentError) {
            let handed = try servingAgent().handOut(
                labels, vault: vaultInFull, verb: verb.rawValue, generation: generation,
                destination: destination,
                evenExpired: given.isEvenExpired, answers: answers)
            warn(ofExpired: handed, labels, given)
            return handed
        } catch .ledger(let error) where error.isForAsker && answers.lacks(error.part) {
            return try handOut(
                labels, verb, given, generation: generation, to: destination, into: command,
                try answer(error.part, answers, about: labels, for: command))
        } catch .ledger(let error) where error.code == .unbound {
            // The agent has refused: whoever binds it shows what opens the vault.
            guard let destination, let label = labels.first else { throw Problem(error) }
            guard error.part != .path else { throw Problem(unboundWithoutPath: label, destination, verb) }
            try requireConsent(label, to: destination)
            return try handOutHere(
                labels, verb, given, generation: generation, to: destination, isAgreed: true)
        } catch .ledger(let error) {
            throw Problem(error, asking: labels)
        } catch {
            passOver(error)
            return try handOutHere(
                labels, verb, given, generation: generation, to: destination, into: command)
        }
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
        let service = try handOutService(Callers.parent)
        let label = try served { () throws(Failure) in try service.label(ofPrefix: prefix) }
        return (label, try handOutHere([label], verb, given))
    }

    /// The agent at its place; where none listens and no place was named, the one that has this vault's keys.
    func servingAgent() throws(AgentError) -> AgentClient {
        try AgentClient.serving(vaultInFull, at: places.socket, isNamed: places.isSocketNamed)
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
}
