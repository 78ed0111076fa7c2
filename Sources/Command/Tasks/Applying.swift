internal import Lifecycle
internal import Platform
internal import Requests

/// Makes the vault match a file: shows the difference, has it agreed to where tokens go, and does it.
struct Applying {
    let context: Context
    let options: ApplyOptions

    func run(_ file: String) throws(Problem) {
        let bytes = try PlainFile.read(file == "-" ? nil : file, limit: SpecFile.mostBytes, "The file")
        let specs = try served { () throws(Failure) in try SpecFile.read(bytes) }
        let request = ApplyRequest(specs, prunes: options.prunes, account: options.account)
        var plan = try context.ask(request)
        if !plan.interrupted.isEmpty, !options.isRehearsal {
            try finishInterrupted()
            plan = try context.ask(request)
        }
        let words = ApplyWords(plan, now: context.now)
        guard !options.isRehearsal, !plan.steps.isEmpty else { return try tell(plan, words) }
        let goes = plan.steps.contains { $0.action == .revoke }
        if (!goes || options.isAgreed) && !context.options.json {
            words.lines.forEach { context.console.note($0) }
        }
        try context.agree(
            options.isAgreed || !goes, words.lines, "Do this? What is revoked is purged for good.", "changed")
        let applied = AppliedWords(
            try context.ask(plan, ProgressBar("done", context.console)), unchanged: plan.unchanged)
        context.console.tell(applied.lines)
        if context.options.json { try context.console.print(applied.json(context.wording)) }
        if let problem = applied.problem { throw problem }
    }

    /// Finishes or undoes what was begun, by a run of this that was killed for one, and waits a while for what another process is at: an
    /// agent takes up what was interrupted as soon as it is unlocked.
    private func finishInterrupted() throws(Problem) {
        let end = MachineClock.monotonicMilliseconds + Applying.patience
        while try context.ask(SyncRequest()).lines.contains(where: { $0.state == .elsewhere }),
            MachineClock.monotonicMilliseconds < end
        {
            MachineClock.sleep(milliseconds: 200)
        }
    }

    /// How long is waited for other processes, in milliseconds.
    private static let patience: Int64 = 30_000

    /// What would be done, or that nothing has to be.
    private func tell(_ plan: ApplyPlan, _ words: ApplyWords) throws(Problem) {
        guard !context.options.json else {
            let steps = plan.steps.map { Applied($0) }
            return try context.console.print(
                .applied(
                    steps, unchanged: plan.unchanged, isRehearsal: options.isRehearsal, context.wording))
        }
        words.lines.forEach { context.console.note($0) }
        context.console.note(words.summary)
    }
}
