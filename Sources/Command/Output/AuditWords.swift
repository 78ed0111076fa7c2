internal import Lifecycle

/// What was verified of the logs, in words.
enum AuditWords {
    static func tell(_ report: AuditReport, _ console: Console) {
        console.note(
            "Verified: \(report.changes + report.readings) entries, and every row of the vault. "
                + "\(report.changes) are the vault's; \(report.readings) are this machine's hand-outs, "
                + "in \(report.files) \(report.files == 1 ? "file" : "files").")
        for warning in report.warnings { console.note(words(warning)) }
    }

    static func words(_ warning: AuditReport.Warning) -> String {
        switch warning {
        case .accepted(let file): "The reading log \(file) is damaged, which was accepted."
        case .torn(let times):
            "\(times == 1 ? "Once" : "\(times) times") a reading log ended in half an entry, as after a power cut: "
                + "what was not durable yet was cut off."
        case .elsewhere(let logs):
            "\(logs) reading \(logs == 1 ? "log is" : "logs are") on other machines: who had what there is not in here."
        case .removed(let entries):
            "\(entries) older hand-outs were archived, or removed after the time that they are kept."
        }
    }
}
