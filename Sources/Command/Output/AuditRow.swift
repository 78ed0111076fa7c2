internal import Lifecycle
internal import Requests

/// An entry of the audit log as tables and scripts see it.
enum AuditRow {
    static func add(_ entry: AuditEntry, to table: inout Table) {
        table.add(
            entry.time.rfc3339, entry.event.name, entry.label, entry.token.map(String.init) ?? "",
            entry.detail, caller(of: entry))
    }

    /// The entry on a line of its own.
    static func line(_ entry: AuditEntry) -> String {
        let cells = [
            entry.time.rfc3339, entry.event.name, entry.label, entry.token.map(String.init) ?? "",
            entry.detail, caller(of: entry),
        ]
        return cells.filter { !$0.isEmpty }.map(Printable.line).joined(separator: "  ")
    }

    private static func caller(of entry: AuditEntry) -> String {
        entry.caller.map {
            "uid \($0.user) pid \($0.pid) \($0.executable)" + ($0.unit.isEmpty ? "" : " \($0.unit)")
        } ?? ""
    }

    static func json(_ entry: AuditEntry) -> JSON {
        .object([
            ("time", .text(entry.time.rfc3339)), ("event", .text(entry.event.name)),
            ("label", .text(entry.label)),
            ("id", entry.token.map { .id($0) } ?? .null),
            ("generation", entry.generation.map { .number(Int64($0)) } ?? .null),
            ("detail", .text(entry.detail)),
            ("caller", entry.caller.map(json) ?? .null),
            ("interface", .optional(entry.interface?.word)),
        ])
    }

    private static func json(_ caller: Caller) -> JSON {
        .object([
            ("pid", .number(Int64(caller.pid))), ("user", .number(Int64(caller.user))),
            ("executable", .text(caller.executable)), ("unit", .text(caller.unit)),
        ])
    }
}

extension Origin.Interface {
    /// The word for scripts.
    fileprivate var word: String {
        switch self {
        case .commandLine: "command-line"
        case .agent: "agent"
        }
    }
}
