internal import Lifecycle
internal import Requests

/// Shows the state of the vault and its agent, and counts what it can.
struct StatusOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "status", summary: "show the vault's state; changes nothing and never prompts",
        notes: [
            """
            The vault is unlocked while an agent has its keys. Counts are shown then, and when a flag or the environment names \
            what opens it; nobody is asked.
            """
        ],
        examples: ["lockstep status --json"])

    func run(_ context: Context) throws(Problem) {
        let state = try context.agentState()
        if let problem = state.problem, !context.options.json {
            context.console.note("\(problem.message) \(problem.hint)")
        }
        let standing = state.standing(of: context.places.vault)
        let counts = state.isThere ? try context.answer(CountRequest(days: TokenFlag.nearDays)) : nil
        if context.options.json { return try context.console.print(standing.json(counts, context.wording)) }
        try context.console.print(StatusLines.facts(standing, counts, now: context.now))
        guard let counts else { return }
        context.warn(of: counts.accounts)
        context.warn(of: counts.pending)
    }
}
