internal import Lifecycle

// What was found in texts.

extension LeakFinding {
    fileprivate var json: JSON {
        .object([
            ("meaning", .text(meaning.rawValue)), ("file", .text(file)), ("line", .count(line)),
            ("offset", .count(offset)), ("length", .count(length)),
            ("spelling", .texts(spelling)), ("behind", behind.map { .count($0) } ?? .null),
            ("holder", .text(mark.holder.name)), ("label", .text(mark.label)),
            ("account", .text(mark.account)),
            ("id", .id(mark.id)), ("generation", mark.generation > 0 ? .count(mark.generation) : .null),
            ("state", .optional(mark.state?.name)), ("prefix", .text(mark.prefix)),
        ])
    }
}

extension LeakMark.Holder {
    /// The word that scripts see.
    fileprivate var name: String {
        switch self {
        case .token: "token"
        case .provisioning: "provisioning"
        case .revoked: "revoked"
        case .remote: "remote"
        }
    }
}

extension JSON {
    /// What came of a search: leaks apart from what only looks like one.
    package static func leaks(
        _ findings: [LeakFinding], _ gaps: [LeakGap], unmarked: [LeakMark], _ counts: LeakCounts
    ) -> JSON {
        .answer([
            ("found", .array(findings.filter(\.isLeak).map(\.json))),
            ("others", .array(findings.filter { !$0.isLeak }.map(\.json))),
            ("more", .count(counts.more)), ("files", .count(counts.files)), ("bytes", .count(counts.bytes)),
            ("strings", .count(counts.strings)),
            ("unsearched", .array(gaps.map(\.json))),
            ("incomparable", .texts(unmarked.map(\.label))),
        ])
    }
}

extension LeakGap {
    fileprivate var json: JSON {
        .object([("file", .text(file)), ("reason", .text(reason)), ("message", .text(message))])
    }
}
