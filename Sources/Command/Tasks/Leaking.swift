internal import Glibc
internal import Leaks
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

/// Looks for token strings in texts, says what it finds, and offers to revoke it.
///
/// This process sees no string of the vault: it is told how each begins, and a keyed hash of it.
struct Leaking {
    let context: Context
    let options: LeakOptions

    func run(_ places: [SearchPlace]) throws(Problem) {
        try context.console.requireOutput()
        let asked = try context.ask(LeakMarksRequest())
        var marks: [LeakMark] = []
        while let mark = try asked.next() { marks.append(mark) }
        if options.isRemote { marks += try remote() }
        let search = SoughtMarks(marks, key: asked.head)
        let ticker = Ticker("Searching:", context.console)
        let report = LeakSearch(search.table, own: context.ownFiles).run(places)
        ticker.stop()
        let words = LeakWords(report, search)
        try tell(words)
        if try revoke(words) { return }
        if let problem = words.problem { throw problem }
    }

    /// Of tokens that are only at the provider, the beginnings.
    private func remote() throws(Problem) -> [LeakMark] {
        try context.ask(RemoteListRequest(ListRequest())).filter {
            [.unmanaged, .leftBehind, .underWay].contains($0.standing)
        }.map { view in
            LeakMark(
                .remote, label: view.token.label, account: view.account.text, id: view.token.id,
                prefix: view.token.prefix)
        }
    }

    private func tell(_ words: LeakWords) throws(Problem) {
        if context.options.json {
            try context.console.print(words.json)
        } else if !words.findings.isEmpty {
            try context.console.print(Table(words.findings))
        }
        words.warnings.forEach(context.console.warn)
        words.notes.forEach(context.console.note)
    }

    /// Revokes the tokens that were found, where a person says so; whether it did, and told what became of it.
    private func revoke(_ words: LeakWords) throws(Problem) -> Bool {
        let labels = words.revocable
        guard !labels.isEmpty else { return false }
        let mayAsk = !context.options.json && System.isTerminal(STDOUT_FILENO) && context.terminal.canAsk
        guard options.revokes || mayAsk else { return false }
        do throws(Problem) {
            if let problem = words.problem { context.console.report(problem) }
            try Revoking(context: context, isAgreed: options.isAgreed, keepsPolicies: false)
                .run(TokenSelection(labels: labels))
        } catch  where error.code == .declined && !options.revokes {
            throw error.saidAlready(exit: .found)
        }
        if let problem = words.problem { throw problem.saidAlready(exit: problem.exit) }
        return true
    }
}
