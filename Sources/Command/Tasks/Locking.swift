internal import Requests
internal import Wire

/// Makes agents wipe their keys, all that can be reached, and says no more than is so.
struct Locking {
    let context: Context

    /// What an agent is told.
    private enum Order { case lock, stop }

    func lock() throws(Problem) { try tellAll(.lock) }

    func stop() throws(Problem) { try tellAll(.stop) }

    /// Tells the agent that has this vault's keys, wherever it is, the one at the usual place, and those of this vault at the usual places of
    /// other sessions: one that is locked says nowhere where it is. What cannot be reached is thrown
    /// once all others are told, and so is that the keys are not gone.
    private func tellAll(_ order: Order) throws(Problem) {
        var (told, problem, holder): ([LockedAgent], Problem?, KeyHolder?) = ([], nil, nil)
        do throws(Problem) { holder = try context.holder() } catch { problem = error }
        let usual = context.places.socket
        let other = holder?.socket == usual ? nil : holder?.socket
        // Both, also where nobody listens at the first: what the file says may not be so.
        for socket in [other, usual].compactMap(\.self) {
            do throws(Problem) {
                if let agent = try tell(order, at: socket) { told.append(agent) }
            } catch { problem = problem ?? error }
        }
        for socket in context.places.otherSockets where socket != other {
            do throws(Problem) {
                if let agent = try tell(order, at: socket, ofOurs: true) { told.append(agent) }
            } catch { problem = problem ?? error }
        }
        if problem == nil, let holder {
            guard try context.waitsForKeysToGo() else { throw Problem(.hidden(holder), at: holder.socket) }
            if told.isEmpty {
                told.append(
                    LockedAgent(.ended, pid: holder.pid, socket: holder.socket, vault: context.vaultInFull))
            }
        }
        try answer(told, order, isWhole: problem == nil)
        if let problem { throw problem }
    }

    /// Tells the agent that listens at a place; `nil` where none does, or, with `ofOurs`, one of another vault.
    private func tell(
        _ order: Order, at socket: String, ofOurs: Bool = false
    ) throws(Problem) -> LockedAgent? {
        guard var agent = try context.agent(at: socket) else { return nil }
        var status: AgentStatus?
        do throws(AgentError) { status = try agent.status() } catch  where error.isAnswer {} catch {
            // What it answers late is no answer to what it is told now.
            guard let again = try context.agent(at: socket) else { return nil }
            agent = again
        }
        guard !ofOurs || status?.vault == context.vaultInFull else { return nil }
        let became: LockedAgent.Became
        do throws(AgentError) {
            became = try obey(order, agent, wasLocked: status?.isLocked ?? false)
        } catch {
            // One that ended while it was told is gone by now.
            guard error == .broken, try context.agent(at: socket) == nil else {
                throw context.problem(error, at: socket)
            }
            became = .ended
        }
        return LockedAgent(
            became, pid: status?.pid, socket: socket, vault: status?.vault,
            comesAgain: order == .stop && status?.comesAgain ?? false)
    }

    private func obey(
        _ order: Order, _ agent: AgentClient, wasLocked: Bool
    ) throws(AgentError) -> LockedAgent.Became {
        guard order == .lock else {
            try agent.stop()
            return .stopped
        }
        do throws(AgentError) {
            try agent.lock()
            return wasLocked ? .lockedBefore : .locked
        } catch .otherVersion {
            try agent.stop()
            return .replaced
        }
    }

    private func answer(_ told: [LockedAgent], _ order: Order, isWhole: Bool) throws(Problem) {
        guard !context.options.json else {
            // Whoever asks an agent that was stopped may start it again.
            let state = order == .stop ? try context.stateUnasked() : try context.agentState()
            return try context.console.print(state.standing(of: context.places.vault).json(after: told))
        }
        for agent in told { context.console.note(agent.words(ours: context.vaultInFull)) }
        guard told.isEmpty, isWhole else { return }
        context.console.note(
            "No agent was found: nothing is listening at \(Printable.quoted(context.places.socket)), and "
                + "nothing beside "
                + "\(Printable.quoted(context.places.vault)) says that one has its keys.")
    }
}

extension AgentError {
    /// Whether an agent has said so.
    fileprivate var isAnswer: Bool { if case .otherVersion = self { true } else { false } }
}
