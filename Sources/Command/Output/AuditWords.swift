internal import Lifecycle

/// What was verified of the logs, in words.
enum AuditWords {
    static func tell(_ report: AuditReport, _ console: Console) {
        console.note(
            "Verified: \(report.changes + report.readings) entries, and every row of the vault. "
                + "\(report.changes) are the vault's; \(report.readings) are this machine's hand-outs, "
                + "in \(report.files) \(report.files == 1 ? "file" : "files").")
        for warning in report.warnings { console.tell(words(warning)) }
    }

    static func words(_ warning: AuditReport.Warning) -> String {
        switch warning {
        case .accepted(let file): "The reading log \(file) is damaged; this was accepted."
        case .torn(let times):
            "\(times == 1 ? "Once" : "\(times) times") a reading log ended in a partial entry, as after a "
                + "power failure: what was not yet durable was removed."
        case .elsewhere(let logs):
            "\(logs) reading \(logs == 1 ? "log is" : "logs are") on other machines, and what was handed "
                + "out there is not included."
        case .removed(let entries):
            "\(entries) older hand-outs were archived, or removed when their retention time ended."
        }
    }
}
