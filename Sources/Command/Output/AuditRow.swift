internal import Lifecycle

/// An entry of the audit log as people see it.
enum AuditRow {
    /// The cells of a table.
    static func cells(of entry: AuditEntry) -> [String] {
        [
            entry.time.rfc3339, entry.event.name, entry.label, entry.token.map(String.init) ?? "",
            entry.detail, caller(of: entry),
        ]
    }

    /// The entry on a line of its own.
    static func line(_ entry: AuditEntry) -> String {
        cells(of: entry).filter { !$0.isEmpty }.map(Printable.line).joined(separator: "  ")
    }

    private static func caller(of entry: AuditEntry) -> String {
        entry.caller.map {
            "uid \($0.user) pid \($0.pid) \($0.executable)" + ($0.unit.isEmpty ? "" : " \($0.unit)")
        } ?? ""
    }
}
