internal import Agent

extension Problem {
    /// Says in words why an agent did not do as asked; `socket` is where it was looked for.
    init(_ error: AgentError, at socket: String) {
        let place = Printable.quoted(socket)
        switch error {
        case .absent:
            self.init(.absent, .noAgent, "No agent runs.", hint: "Start one: lockstep agent start")
        case .foreign:
            self.init(
                .integrity, .foreignAgent, "The agent's socket is not yours: \(place).",
                safe: "Nothing was sent to it.", hint: "Name another place: LOCKSTEP_SOCKET")
        case .otherVersion:
            self.init(
                .conflict, .otherAgent, "The agent that runs is of another version.",
                safe: "Nothing was sent to it.", hint: "Replace it: lockstep agent start")
        case .locked:
            self.init(.locked, .locked, "The agent is locked.", hint: "Unlock it: lockstep unlock")
        case .otherVault:
            self.init(
                .conflict, .otherVault, "The agent at \(place) serves another vault.",
                hint: "Give this one its own socket: LOCKSTEP_SOCKET")
        case .broken:
            self.init(
                .unexpected, .agentBroken, "The agent at \(place) does not answer as an agent does.",
                hint: "End the process lockstep-agent, then: lockstep agent start")
        case .stopped(let pid):
            self.init(
                .conflict, .stoppedAgent, "The agent (process \(pid)) is stopped, so it cannot answer.",
                safe: "Its keys are not wiped.",
                hint: "Let it go on: kill -CONT \(pid). To end it, and its keys with it: kill -KILL \(pid)")
        case .heldElsewhere(let holder) where holder.pid > 0:
            self.init(
                .conflict, .heldElsewhere,
                "Another agent (process \(holder.pid)) has this vault's keys, at \(Printable.quoted(holder.socket)).",
                safe: "Nothing was changed.",
                hint: "Use that one, with LOCKSTEP_SOCKET. \(Problem.ending(holder))")
        case .heldElsewhere(let holder):
            self.init(
                .conflict, .heldElsewhere,
                "Another agent has this vault's keys. Its file beside the vault was changed, and does not say where it is.",
                safe: "Nothing was changed.", hint: Problem.ending(holder))
        case .hidden(let holder):
            self.init(
                .conflict, .hiddenAgent,
                "An agent (\(Problem.process(holder))) has this vault's keys, and does not answer at "
                    + "\(Printable.quoted(holder.socket)).",
                safe: "Its keys are not wiped.", hint: Problem.ending(holder))
        case .unknown(let path):
            self.init(
                .integrity, .agentUnknown,
                "Whether an agent has this vault's keys cannot be told: \(Printable.quoted(path)) cannot be read, "
                    + "or is not a file of yours alone.",
                hint: "End every lockstep-agent, then take that file away.")
        case .ledger(let error): self.init(error)
        }
    }

    private static func ending(_ holder: KeyHolder) -> String {
        holder.pid > 0 ? "End it: kill -KILL \(holder.pid)" : "End each process lockstep-agent that is yours."
    }

    private static func process(_ holder: KeyHolder) -> String {
        holder.pid > 0
            ? "process \(holder.pid)" : "its file beside the vault was changed, and does not say which"
    }
}
