internal import Lifecycle
internal import Requests
internal import Service

/// Moves hand-outs of this machine into a file, and shows such a file.
struct Archiving {
    let context: Context

    func archive(to file: String, before: String?) throws(Problem) {
        try served { () throws(Failure) in
            if let before { _ = try TimeGrammar.past(before, now: context.now) }
        }
        try context.requireForeign(file)
        let service = try context.service()
        try tell(try served { () throws(Failure) in try service.archive(to: file, before: before) }, file)
    }

    private func tell(_ report: ArchiveReport, _ file: String) throws(Problem) {
        guard !context.options.json else {
            return try context.console.print(report.json(file: file))
        }
        context.console.note(
            report.files > 0
                ? "Moved \(report.entries) hand-outs to \(Printable.quoted(file)), which was read again and proven."
                : "There is nothing to archive, so no file was made.")
        guard report.passedOver > 0 else { return }
        let logs = report.passedOver == 1 ? "1 log was" : "\(report.passedOver) logs were"
        context.console.note(
            "\(logs) left alone: another process writes to it, such as an agent (lockstep lock), or it is damaged "
                + "(lockstep doctor).")
    }

    /// Shows an archive. All of it is proven before anything is shown.
    func show(_ file: String, _ request: AuditRequest) throws(Problem) {
        let filter = try served { () throws(Failure) in try AuditFilter(request, now: context.now) }
        let service = try context.service()
        let page = try served { () throws(Failure) in try service.audit(filter, archive: file) }
        try context.show(page)
        guard !context.options.json, let report = page.verified else { return }
        context.console.note(
            "Verified: \(report.readings) hand-outs, all that was archived in \(Printable.quoted(file)).")
    }
}
