internal import Lifecycle
internal import Requests

extension Context {
    /// Shows a part of the log, and tells what was verified.
    func tell(_ page: AuditPage) throws(Problem) {
        try show(page)
        if let report = page.verified { AuditWords.tell(report, console) }
    }

    /// Shows a part of the log.
    func show(_ page: AuditPage) throws(Problem) {
        guard !options.json else {
            return try console.print(page.json(wording))
        }
        try console.print(Table(page.entries))
        if page.isCut {
            console.note(
                "These are the newest \(page.entries.count) matches. For more: --limit N; for all: --limit 0"
            )
        }
    }

    /// Tells who had the tokens of a label.
    func tellReaders(of label: Label) throws(Problem) {
        let found = try ask(ReadersRequest(label))
        guard !options.json else { return try console.print(found.answer(of: label)) }
        let name = Printable.quoted(label.text)
        guard found.count > 0 else {
            return console.note(
                "Nobody got \(name) on this machine, as far back as its reading log goes.")
        }
        try console.print(Table(found))
        if !found.isComplete {
            console.note(
                "\(LabelReadings.mostReaders) programs of a generation are listed, and there were more: "
                    + "\(name) was handed out \(found.count) times in total.")
        }
    }
}
