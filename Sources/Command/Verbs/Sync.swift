internal import Lifecycle
internal import Requests

/// Brings both sides into lockstep, and tells what was found.
struct SyncOptions: VerbOptions {
    var isRehearsal = false
    var isDueOnly = false

    static let verb = Verb(
        Self.self, "sync", summary: "finish or undo what was interrupted, and compare with the provider",
        flags: [
            Flag("dry-run", "n", .toggle(\.isRehearsal), "show what would be done, and change nothing"),
            Flag(
                "due", nil, .toggle(\.isDueOnly),
                "for timers: skip operations whose next attempt is not due yet"),
        ],
        notes: [
            """
            Safe to run twice, in parallel, and from a timer. Tokens made elsewhere are reported and left \
            alone. Exits with 8 while something is pending.
            """
        ],
        examples: ["lockstep sync", "lockstep sync --dry-run"])

    func run(_ context: Context) throws(Problem) {
        let bar = ProgressBar("finished", context.console)
        let result =
            isRehearsal
            ? try context.ask(RehearsalRequest(), bar)
            : try context.ask(SyncRequest(isDueOnly: isDueOnly), bar)
        let words = SyncWords(result: result, now: context.now)
        if context.options.json {
            try context.console.print(
                result.json(context.wording, now: context.now, isRehearsal: isRehearsal))
        } else {
            context.console.tell(words.lines)
        }
        context.warn(of: result.findings.map(\.account))
        if let problem = words.problem { throw problem }
    }
}
