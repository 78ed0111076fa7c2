internal import Lifecycle
internal import Requests
internal import Wire

/// How the vault and its agent stand.
struct AgentState {
    /// Whether there is a vault at its place.
    let isThere: Bool
    /// The agent that has the vault's keys.
    let holder: KeyHolder?
    /// What the agent says; `nil` when none answers.
    let status: AgentStatus?
    /// What is wrong with the agent.
    let problem: Problem?

    /// All of that for answers.
    func standing(of vault: String) -> VaultStanding {
        VaultStanding(
            !isThere ? .missing : holder == nil ? .locked : .unlocked, path: vault,
            isAgentThere: status != nil, agentPid: status?.pid ?? holder?.pid,
            agentCode: problem?.code.rawValue, idle: status?.idle, max: status?.max,
            comesAgain: status?.comesAgain)
    }
}

extension Context {
    /// Answers scripts with how the vault and its agent stand by now.
    func tellStanding() throws(Problem) {
        try console.print(try agentState().standing(of: places.vault).json(nil, wording))
    }

    /// The same without asking an agent.
    func stateUnasked() throws(Problem) -> AgentState {
        AgentState(isThere: door.isThere, holder: try holder(), status: nil, problem: nil)
    }

    /// Looks how the vault and its agent stand; what is wrong with the agent is part of that.
    func agentState() throws(Problem) -> AgentState {
        guard door.isThere || !door.isHidden else {
            throw Problem(LedgerError(.unreadable).at(vaultInFull))
        }
        let holder = try holder()
        var (status, problem): (AgentStatus?, Problem?)
        do throws(Problem) {
            let agent = try agent()
            status = try agent.map { agent throws(Problem) in
                try told { () throws(AgentError) in try agent.status() }
            }
            if let status, status.vault != vaultInFull { throw Problem(.otherVault, at: places.socket) }
        } catch { problem = error }
        return AgentState(isThere: door.isThere, holder: holder, status: status, problem: problem)
    }

    /// Runs `body`, with the agent's failures in words.
    func told<R>(_ body: () throws(AgentError) -> R) throws(Problem) -> R {
        do throws(AgentError) { return try body() } catch { throw problem(error, at: places.socket) }
    }

    /// What is wrong with the agent, in words. One that does not answer is named where it is known.
    func problem(_ error: AgentError, at socket: String) -> Problem {
        guard error == .broken, let found = try? KeyHolder.of(vaultInFull, otherwise: places.socket),
            found.socket == socket
        else {
            return Problem(error, at: socket)
        }
        return Problem(.hidden(found), at: socket)
    }
}
