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
        try context.tell(page)
        guard !context.options.json, let report = page.verified else { return }
        context.console.note(
            "Verified: \(report.readings) hand-outs, all that was archived in \(Printable.quoted(file)).")
    }
}

extension Problem {
    /// Says in words what is wrong with an archive.
    init(_ error: LedgerError, archiving file: String) {
        let name = Printable.quoted(file)
        switch error.code {
        case .exists:
            self.init(
                .conflict, .fileExists, "There is something at \(name) already.",
                safe: "Nothing was archived.", hint: "Name another file.")
        case .missing:
            self.init(
                .absent, .noFile, "There is no file \(name), or its folder is not there.",
                safe: Problem.untouched, hint: "Check its path.")
        case .foreign:
            self.init(
                .integrity, .foreignFile, "\(name) is no archive of a reading log, or was cut short.",
                safe: Problem.untouched, hint: "Check its path.")
        case .wrongKey where error.part == .vault:
            self.init(
                .integrity, .foreignFile, "\(name) is an archive of another vault.", safe: Problem.untouched,
                hint: "Name that vault with --vault.")
        case .altered where error.path == file:
            self.init(
                .integrity, .altered, "The archive \(name) was altered or is damaged.",
                safe: "Nothing of it is shown. No vault was changed.",
                hint: "Take another copy of it, if you have one.")
        default: self.init(error)
        }
    }
}
