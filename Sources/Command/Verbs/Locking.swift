internal import Requests
internal import Wire

/// Makes agents wipe their keys, and says no more than is so.
struct Locking {
    let context: Context

    /// What became of an agent.
    private enum Outcome {
        case locked
        /// It was of a version that could only be ended.
        case replaced
        case stopped
        /// Its socket was gone, so it ended by itself.
        case gone

        var words: String {
            switch self {
            case .locked: "Locked: the agent's keys are wiped."
            case .replaced: "The agent was of another version, so it was stopped: its keys are wiped."
            case .stopped: "The agent is gone, its keys wiped."
            case .gone: "The agent's socket was gone, so it has ended: its keys are wiped."
            }
        }
    }

    func lock() throws(Problem) {
        try wipe { agent throws(AgentError) in
            do throws(AgentError) {
                try agent.lock()
                return .locked
            } catch .otherVersion {
                try agent.stop()
                return .replaced
            }
        }
    }

    func stop() throws(Problem) {
        try wipe { agent throws(AgentError) in
            try agent.stop()
            return .stopped
        }
    }

    /// Tells the agent that has this vault's keys, wherever it is, and the one at the usual place. Throws unless the keys are
    /// gone afterwards.
    private func wipe(_ order: (AgentClient) throws(AgentError) -> Outcome) throws(Problem) {
        var outcomes: [Outcome] = []
        let usual = context.places.socket
        let holder = try context.holder()
        let other = holder?.socket == usual ? nil : holder?.socket
        // Both, also where nobody listens at the first: what the file says may not be so.
        for socket in [other, usual].compactMap(\.self) {
            guard let agent = try context.agent(at: socket) else { continue }
            outcomes.append(try context.told { () throws(AgentError) in try order(agent) })
        }
        if let left = try context.holder() {
            guard try context.waitsForKeysToGo() else { throw Problem(.hidden(left), at: left.socket) }
            outcomes.append(.gone)
        } else if holder != nil, outcomes.isEmpty {
            outcomes.append(.gone)
        }
        try answer(outcomes)
    }

    private func answer(_ outcomes: [Outcome]) throws(Problem) {
        guard !context.options.json else { return try context.tellStanding() }
        for outcome in outcomes { context.console.note(outcome.words) }
        guard outcomes.isEmpty else { return }
        context.console.note(
            "No agent runs: nothing listens at \(Printable.quoted(context.places.socket)), and none has the keys of "
                + "\(Printable.quoted(context.places.vault)).")
    }
}
