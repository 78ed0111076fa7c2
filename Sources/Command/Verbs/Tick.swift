internal import Lifecycle
internal import Requests
internal import Wire

/// Does what is due by the policies, for a timer.
struct TickOptions: VerbOptions {
    var hook: String?

    static let verb = Verb(
        Self.self, "tick", summary: "renew, revoke and purge what is due, for a timer or cron",
        flags: flags, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let hook = try hook.map { path throws(Problem) in try Hook(context: context).program(path) }
        let result = try context.ask(
            TickRequest(warns: hook != nil), ProgressBar("finished", context.console))
        let rotated = RotatedWords(result.rotated, now: context.now)
        let synced = result.sync.map { SyncWords(result: $0, now: context.now) }
        if result.behind != 0 { context.console.note(TickOptions.words(behind: result.behind)) }
        if context.options.json {
            try context.console.print(result.json(context.wording, rotated.counts, now: context.now))
        } else {
            rotated.lines(isJSON: false).forEach(context.console.note)
            if let synced { context.console.tell(context.options.verbose ? synced.lines : synced.done) }
            if result.left > 0 {
                context.console.note("\(result.left) more due, left to the next time.")
            }
        }
        hook?.tell(HookEvent.all(of: result)).forEach(context.console.note)
        if let failure = result.failure { throw Problem(failure) }
        if let problem = rotated.problem ?? synced?.problem { throw problem }
    }

    private static func words(behind: Int64) -> String {
        let (amount, way) = (Times.span(abs(behind)), behind > 0 ? "behind" : "ahead of")
        return "This machine's clock is \(amount) \(way) the provider's, which decides here."
    }
}
