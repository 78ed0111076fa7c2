internal import Lifecycle
internal import Requests

/// Shows the state of the vault and its agent, and counts what it can.
struct StatusOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "status", summary: "show the vault's state; changes nothing and never prompts",
        notes: [
            """
            The vault is unlocked while an agent has its keys. Counts are shown while it is, and if a flag \
            or the environment names what opens it; it never prompts.
            """,
            """
            It also shows what has changed since this user last ran it without --json on this machine.
            """,
        ],
        examples: ["lockstep status --json"])

    func run(_ context: Context) throws(Problem) {
        let state = try context.agentState()
        if let problem = state.problem, !context.options.json {
            context.console.tell("\(problem.message) \(problem.hint)")
        }
        let standing = state.standing(of: context.places.vault)
        let looks = LastLooks(in: context.places.state)
        let last = looks.last(at: context.vaultInFull)
        let request = CountRequest(days: TokenFlag.nearDays, since: last?.place ?? .nowhere)
        let counts = state.isThere ? try context.answer(request) : nil
        guard !context.options.json else {
            // A script that looks is not the person who does.
            return try context.console.print(standing.json(counts, context.wording, since: last?.time))
        }
        let isKept = counts?.recent.map { looks.keep($0.place, of: context.vaultInFull, at: context.now) }
        try context.console.print(
            StatusLines.facts(
                standing, counts, since: isKept == true ? last?.time : nil, now: context.now))
        guard let counts else { return }
        context.warn(of: counts.accounts)
        context.warn(of: counts.pending)
    }
}
