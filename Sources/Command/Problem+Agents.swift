internal import Requests
internal import Wire

extension Problem {
    /// Says in words why an agent did not do as asked; `socket` is where it was looked for.
    init(_ error: AgentError, at socket: String) {
        let place = Printable.quoted(socket)
        self =
            switch error {
            case .absent: .noAgent
            case .foreign: .foreignAgent(place)
            case .otherVersion: .otherAgent
            case .locked: .lockedAgent
            case .otherVault: .otherVault(place)
            case .broken: .agentBroken(place)
            case .stopped(let pid): .stoppedAgent(pid)
            case .heldElsewhere(let holder): .heldElsewhere(holder)
            case .hidden(let holder): .hiddenAgent(holder)
            case .unknown(let path): .agentUnknown(Printable.quoted(path))
            case .ledger(let error): Problem(error)
            }
    }

    // MARK: What answers at the socket. A `place` is quoted.

    private static let noAgent = Problem(
        .absent, .noAgent, "No agent is running.", hint: "Start one: lockstep agent start")

    private static func foreignAgent(_ place: String) -> Problem {
        Problem(
            .integrity, .foreignAgent, "The agent's socket is not yours: \(place).",
            safe: "Nothing was sent to it.", hint: "Name another socket: LOCKSTEP_SOCKET")
    }

    private static let otherAgent = Problem(
        .conflict, .otherAgent, "The running agent has a different version.",
        safe: "Nothing was sent to it.", hint: "Replace it: lockstep agent start")

    private static let lockedAgent = Problem(
        .locked, .locked, "The agent is locked.", hint: "Unlock it: lockstep unlock")

    private static func otherVault(_ place: String) -> Problem {
        Problem(
            .conflict, .otherVault, "The agent at \(place) serves another vault.",
            hint: "Give this one its own socket: LOCKSTEP_SOCKET")
    }

    private static func agentBroken(_ place: String) -> Problem {
        Problem(
            .unexpected, .agentBroken, "The process at \(place) does not answer like an agent.",
            hint: "End the lockstep-agent process, then: lockstep agent start")
    }

    private static func stoppedAgent(_ pid: Int32) -> Problem {
        Problem(
            .conflict, .stoppedAgent, "The agent (process \(pid)) is stopped, so it cannot answer.",
            safe: "Its keys are not wiped.",
            hint: "Resume it: kill -CONT \(pid). To end it, and its keys with it: kill -KILL \(pid)")
    }
}

// An agent that had a request, and did not answer it.

extension Problem {
    /// Says that the agent was locked, or ended, while it worked; where it is as before, only its worker ended.
    static func cutOff(_ rank: RequestRank, isAgentUnlocked: Bool) -> Problem {
        let what = isAgentUnlocked ? "The agent's worker ended unexpectedly" : "The agent was locked or ended"
        switch rank {
        case .look:
            return Problem(
                .unexpected, .cutOff, "\(what) before it answered.", safe: untouched,
                hint: "Run the command again.")
        case .change:
            let whatever = isAgentUnlocked ? "" : ", whether or not the agent is unlocked again"
            return Problem(
                .pending, .cutOff, "\(what) while it worked on this.",
                safe: "What it began is in the journal; nothing is lost.",
                hint: "Finish what is left\(whatever): lockstep sync")
        }
    }

    /// A worker that ended before it had begun anything, of an agent that is as before.
    static let workerNotStarted = Problem(
        .unexpected, .cutOff, "The agent's worker ended unexpectedly before it began.", safe: untouched,
        hint: "If that happens again, restart the agent: lockstep agent stop, then lockstep unlock")

    /// Says that the process that works is stopped.
    static func stoppedWorker(_ pid: Int32, _ rank: RequestRank) -> Problem {
        Problem(
            rank == .look ? .conflict : .pending, .stoppedAgent,
            "The agent's worker (process \(pid)) is stopped, so it cannot go on.",
            safe: rank == .look ? untouched : "What it began is in the journal; nothing is lost.",
            hint: "Resume it: kill -CONT \(pid)."
                + (rank == .look
                    ? ""
                    : " Or end it with kill -KILL \(pid), "
                        + "and finish what is left: lockstep sync"))
    }
}

// Which agent has the vault's keys, where it is not the one at the socket.

extension Problem {
    private static func heldElsewhere(_ holder: KeyHolder) -> Problem {
        guard holder.pid > 0 else {
            return Problem(
                .conflict, .heldElsewhere,
                "Another agent has this vault's keys. Its file beside the vault was changed and does not "
                    + "say where it is.",
                safe: untouched, hint: ending(holder))
        }
        return Problem(
            .conflict, .heldElsewhere,
            "Another agent (process \(holder.pid)) has this vault's keys, at "
                + "\(Printable.quoted(holder.socket)).",
            safe: untouched, hint: "Use that one, with LOCKSTEP_SOCKET. \(ending(holder))")
    }

    private static func hiddenAgent(_ holder: KeyHolder) -> Problem {
        Problem(
            .conflict, .hiddenAgent,
            "An agent (\(process(holder))) has this vault's keys, but does not answer at "
                + "\(Printable.quoted(holder.socket)).",
            safe: "Its keys are not wiped.", hint: ending(holder))
    }

    private static func agentUnknown(_ path: String) -> Problem {
        Problem(
            .integrity, .agentUnknown,
            "It cannot be determined whether an agent has this vault's keys: \(path) cannot be read, or is "
                + "not yours alone.",
            hint: "End every lockstep-agent, then remove that file.")
    }

    private static func ending(_ holder: KeyHolder) -> String {
        holder.pid > 0 ? "End it: kill -KILL \(holder.pid)" : "End each of your lockstep-agent processes."
    }

    private static func process(_ holder: KeyHolder) -> String {
        holder.pid > 0
            ? "process \(holder.pid)" : "its file beside the vault was changed, and does not say which"
    }
}
