internal import Glibc
internal import Lifecycle
internal import Requests

/// Ends tokens that leaked, where a flag or a person says so: they are replaced, or only revoked.
struct LeakRemedy {
    let context: Context
    let options: LeakOptions
    let words: LeakWords

    /// Does so; throws the find itself once that is told, with what is in the way otherwise.
    func offer() throws(Problem) {
        guard let problem = words.problem, !words.current.isEmpty || !words.older.isEmpty else { return }
        let mayAsk = !context.options.json && System.isTerminal(STDOUT_FILENO) && context.terminal.canAsk
        guard options.rotates || options.revokes || mayAsk else { return }
        context.console.report(problem)
        if options.rotates {
            try rotate()
        } else if options.revokes {
            try revoke()
        } else if try !isAgreed(rotate) {
            _ = try isAgreed(revoke)
        }
        throw problem.saidAlready(exit: problem.exit)
    }

    /// Whether a person had it done.
    private func isAgreed(_ body: () throws(Problem) -> Void) throws(Problem) -> Bool {
        do throws(Problem) {
            try body()
            return true
        } catch  where error.code == .declined { return false }
    }

    /// Puts new tokens in the place of those that are handed out, whose strings nobody accepts from then on.
    private func rotate() throws(Problem) {
        if !words.current.isEmpty {
            var request = RotateRequest(TokenSelection(labels: words.current))
            request.overlap = "0s"
            try context.check(request)
            let plan = try context.ask(request)
            let count = plan.steps.count
            try context.agree(
                options.isAgreed, plan.steps.map { Sentence.chosen($0.token) },
                "Replace \(count == 1 ? "this token" : "these \(count) tokens"), and revoke the leaked "
                    + "\(count == 1 ? "one" : "ones") at once?", "rotated")
            let rotated = try context.ask(plan, ProgressBar("rotated", context.console))
            try context.tell(rotated)
        }
        try revoke(words.older)
    }

    private func revoke() throws(Problem) {
        if !words.current.isEmpty { try revoke(TokenSelection(labels: words.current)) }
        // With its label, every generation goes.
        try revoke(words.older.filter { !words.current.contains($0.label) })
    }

    private func revoke(_ older: [LeakWords.Older]) throws(Problem) {
        for one in older {
            try revoke(TokenSelection(labels: [one.label], generation: one.generation))
        }
    }

    private func revoke(_ selection: TokenSelection) throws(Problem) {
        try Revoking(context: context, isAgreed: options.isAgreed, keepsPolicies: false).run(selection)
    }
}
