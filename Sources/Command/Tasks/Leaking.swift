internal import Leaks
internal import Lifecycle
internal import Requests

/// Looks for token strings in texts, says what it finds, and offers to end it.
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
        let words = LeakWords(report, search, of: places)
        try tell(words)
        try LeakRemedy(context: context, options: options, words: words).offer()
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
}
