internal import Lifecycle
internal import Requests
internal import Service
internal import Wire

extension Verbs {
    static let status = Verb(
        name: "status", summary: "show the vault's state; changes nothing and never prompts",
        notes: [
            """
            The vault is unlocked while an agent has its keys. Counts are shown then, and when a flag or the environment names \
            what opens it; nobody is asked.
            """
        ],
        examples: ["lockstep status --json"]
    ) { context throws(Problem) in try Status(context: context).run() }
}

/// Counts what is in the vault.
private struct Status {
    let context: Context

    func run() throws(Problem) {
        let state = try context.agentState()
        if let problem = state.problem, !context.options.json {
            context.console.note("\(problem.message) \(problem.hint)")
        }
        let standing = state.standing(of: context.places.vault)
        guard state.isThere, let counts = try context.answer(CountRequest()) else {
            return try tell(standing, nil)
        }
        try tell(standing, counts)
        context.warn(of: counts.pending)
    }

    private func tell(_ standing: VaultStanding, _ counts: VaultCounts?) throws(Problem) {
        if context.options.json { return try context.console.print(standing.json(counts, context.wording)) }
        try context.console.print(StatusLines.text(standing, counts))
    }
}
