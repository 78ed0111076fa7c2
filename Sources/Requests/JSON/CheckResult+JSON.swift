internal import Lifecycle

// What a check found, for scripts.

extension CheckResult {
    /// All of it. `status` is the word of monitoring plugins, `exit` their number.
    package func json(_ wording: borrowing Wording) -> JSON {
        var found: [JSON] = []
        for finding in findings { found.append(finding.json(wording)) }
        let kinds = Kind.allCases.map { ($0.rawValue, JSON.count(count($0))) }
        return .answer([
            ("status", .text(severity.word)), ("exit", .number(Int64(severity.rawValue))),
            ("tokens", .count(tokens)), ("renewed", .count(renewed)), ("neverExpire", .count(never)),
            ("pending", .count(pending)),
            ("revocations", .count(revocations)), ("nextExpiry", .moment(earliest)),
            ("counts", .object(kinds)), ("findings", .array(found)), ("more", .count(all - findings.count)),
            ("unmatched", .texts(unmatched)),
        ])
    }
}

extension CheckResult.Severity {
    /// The word of monitoring plugins.
    package var word: String {
        switch self {
        case .ok: "OK"
        case .warning: "WARNING"
        case .critical: "CRITICAL"
        case .unknown: "UNKNOWN"
        }
    }
}

extension CheckResult.Finding {
    fileprivate func json(_ wording: borrowing Wording) -> JSON {
        .object([
            ("status", .text(severity.word)), ("kind", .text(kind.rawValue)), ("label", .text(label)),
            ("time", .moment(moment)), ("operation", pending?.json(wording) ?? .null),
        ])
    }
}
