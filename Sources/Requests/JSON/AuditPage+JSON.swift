package import Lifecycle

// The logs.

extension AuditPage {
    /// A part of the log, with the counts of what was verified.
    package func json(_ wording: borrowing Wording) -> JSON {
        var members: [(String, JSON)] = [("verified", .bool(verified != nil)), ("more", .bool(isCut))]
        if let verified { members.append(("counts", verified.json(wording))) }
        return .answer(members + [("entries", .array(entries.map(\.json)))])
    }
}

extension AuditReport {
    fileprivate func json(_ wording: borrowing Wording) -> JSON {
        var words: [String] = []
        for warning in warnings { words.append(wording.log(warning)) }
        return .object([
            ("changes", .count(changes)), ("readings", .count(readings)), ("files", .count(files)),
            ("warnings", .texts(words)),
        ])
    }
}

extension ArchiveReport {
    /// What was moved into an archive; no file was made where there was nothing.
    package func json(file: String) -> JSON {
        .answer([
            ("file", .optional(files > 0 ? file : nil)), ("files", .count(files)),
            ("entries", .count(entries)), ("passedOver", .count(passedOver)),
        ])
    }
}

extension AuditEntry {
    /// An entry; `--follow` writes one a line.
    package var json: JSON {
        .object([
            ("time", .moment(time)), ("event", .text(event.name)), ("label", .text(label)),
            ("id", .id(token)), ("generation", generation.map { .count($0) } ?? .null),
            ("detail", .text(detail)), ("caller", caller?.json ?? .null),
            ("interface", .optional(interface?.word)),
        ])
    }
}

extension Caller {
    fileprivate var json: JSON {
        .object([
            ("pid", .count(pid)), ("user", .count(user)), ("executable", .text(executable)),
            ("unit", .text(unit)),
        ])
    }
}

extension Origin.Interface {
    fileprivate var word: String {
        switch self {
        case .commandLine: "command-line"
        case .agent: "agent"
        }
    }
}
