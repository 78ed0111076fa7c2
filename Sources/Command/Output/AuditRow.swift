internal import Lifecycle

/// An entry of the audit log as people see it.
enum AuditRow {
    /// The entry on a line of its own.
    static func line(_ entry: AuditEntry) -> String {
        let time = LocalTime(entry.time)
        let words = [
            "\(time.day) \(time.second) \(time.zone)", entry.event.name, entry.label,
            entry.token.map(String.init) ?? "", entry.detail, caller(of: entry).text,
        ]
        return words.filter { !$0.isEmpty }.map(Printable.line).joined(separator: "  ")
    }

    /// Who did it; in short the program's name alone.
    static func caller(of entry: AuditEntry) -> Table.Cell {
        guard let caller = entry.caller else { return Table.Cell("") }
        let name = caller.executable.split(separator: "/").last.map(String.init) ?? "pid \(caller.pid)"
        return Table.Cell(
            "uid \(caller.user) pid \(caller.pid) \(caller.executable)"
                + (caller.unit.isEmpty ? "" : " \(caller.unit)"), short: name)
    }
}
