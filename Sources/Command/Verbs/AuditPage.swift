internal import Lifecycle
internal import Requests
internal import Service

extension Flag<Options> {
    /// Which entries of the audit log are shown.
    static let auditFilter = [
        Flag("limit", "n", .value("N", \.limit), "the newest N that fit (\(AuditRequest.usual)); 0 for all"),
        Flag(
            "label", nil, .list("LABEL", \.labels), "only what happened to this label or account; repeatable"),
        Flag(
            "event", nil, .list("EVENT", \.events), "only such events, as handed-out or denied; repeatable"),
        Flag("since", nil, .value("WHEN", \.since), "only from then on: 7d, or 2026-11-01"),
    ]
}

extension Context {
    /// Which entries the flags ask for.
    func auditRequest() -> AuditRequest {
        AuditRequest(
            labels: options.labels, events: options.events, since: options.since, limit: options.limit)
    }

    /// Shows a part of the log; with what was verified, where it was.
    func tell(_ page: AuditPage) throws(Problem) {
        guard !options.json else {
            return try console.print(page.json(wording))
        }
        var table = Table("TIME", "EVENT", "LABEL", "ID", "DETAIL", "CALLER")
        for entry in page.entries { AuditRow.add(entry, to: &table) }
        try console.print(table)
        if page.isCut {
            console.note(
                "These are the newest \(page.entries.count) that fit. More of them: --limit N; all: --limit 0"
            )
        }
    }
}
