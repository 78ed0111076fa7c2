internal import Lifecycle
internal import Platform
internal import Requests
internal import Service

/// Moves hand-outs of this machine into a file, and shows such a file.
struct Archiving {
    let context: Context

    func archive(to file: String, before: String?) throws(Problem) {
        try context.check(ArchiveRequest(path: file, interim: nil, before: before))
        try context.requireForeign(file, "Nothing was archived")
        guard Files.isFree(file) else { throw Problem(LedgerError(.exists, .archive), archiving: file) }
        let files = try opened(file) { () throws(SystemError) in try LentFiles(new: file) }
        let request = ArchiveRequest(path: file, interim: files.interim, before: before)
        try tell(try context.ask(request, lending: files), file)
    }

    private func opened(
        _ file: String, _ open: () throws(SystemError) -> LentFiles
    ) throws(Problem) -> LentFiles {
        do throws(SystemError) { return try open() } catch {
            throw Problem(LedgerError(error).at(file), archiving: file)
        }
    }

    private func tell(_ report: ArchiveReport, _ file: String) throws(Problem) {
        guard !context.options.json else {
            return try context.console.print(report.json(file: file))
        }
        context.console.note(
            report.files > 0
                ? "Moved \(report.entries) hand-outs to \(Printable.quoted(file)), which was read back and "
                    + "verified."
                : "There is nothing to archive, so no file was created.")
        guard report.passedOver > 0 else { return }
        let logs = report.passedOver == 1 ? "1 log was" : "\(report.passedOver) logs were"
        context.console.tell(
            "\(logs) left alone: another process is writing to it, such as an agent (lockstep lock), or it "
                + "is damaged "
                + "(lockstep doctor).")
    }

    /// Shows an archive. All of it is proven before anything is shown.
    func show(_ file: String, _ request: AuditRequest) throws(Problem) {
        let files = try opened(file) { () throws(SystemError) in try LentFiles(opening: file) }
        let page = try context.ask(ArchivedRequest(path: file, request), lending: files)
        try context.show(page)
        guard !context.options.json, let report = page.verified else { return }
        context.console.note(
            "Verified: \(report.readings) hand-outs, everything archived in \(Printable.quoted(file)).")
    }
}
