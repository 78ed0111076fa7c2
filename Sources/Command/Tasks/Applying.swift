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
        guard !options.isRehearsal, !plan.steps.isEmpty else {
            try tell(plan, words)
            if options.exitsByDifference, !plan.isDone { throw Applying.differs }
            return
        }
        let goes = plan.steps.contains { $0.action == .revoke }
        if (!goes || options.isAgreed) && !context.options.json {
            words.lines.forEach { context.console.note($0) }
        }
        try context.agree(
            options.isAgreed || !goes, words.lines, "Do this? What is revoked is purged for good.", "changed")
        try context.perform(plan)
    }

    private static let differs = Problem(
        .differs, .unapplied, "The vault is not as the file says.", safe: "Nothing was changed.",
        hint: "To do what is listed, leave out --dry-run and --exit-code.")

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

extension ApplyPlan {
    /// Whether there is nothing to do, and nothing to finish first.
    fileprivate var isDone: Bool { steps.isEmpty && interrupted.isEmpty }
}

extension Context {
    /// Does what was planned and agreed to, and says what became of it; throws what is in the way.
    func perform(_ plan: ApplyPlan) throws(Problem) {
        let applied = AppliedWords(
            try ask(plan, ProgressBar("done", console)), unchanged: plan.unchanged)
        console.tell(applied.lines)
        if options.json { try console.print(applied.json(wording)) }
        if let problem = applied.problem { throw problem }
    }
}
