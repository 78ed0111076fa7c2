internal import Requests

extension AuditOptions {
    /// Which entries are shown, and what is made of the log instead.
    static let flags: [Flag<AuditOptions>] = [
        Flag(
            "limit", "n", .value(.number, \.limit),
            "the newest N that match (\(AuditRequest.usual)); 0 for all"
        ),
        Flag(
            "label", nil, .list(.label, \.labels), "only what happened to this label or account; repeatable"),
        Flag(
            "event", nil, .list(.event, \.events),
            "only these events, such as handed-out or denied; repeatable"),
        Flag("since", nil, .value(.moment, \.since), "only since then: 7d, or 2026-11-01"),
        Flag("follow", "f", .toggle(\.isFollowing), "print new entries as they come, until Ctrl-C"),
        Flag("readers", nil, .value(.label, \.readers), "who got the tokens of a label, and when"),
        Flag(
            "verify", nil, .toggle(\.isVerified),
            "read every row of the vault and both logs, and verify them from first to last"),
        Flag("archive", nil, .value(.file, \.archive), "show an archive instead, verified"),
        Flag(
            "key", nil, .value("KEY", \.key),
            "verify: accept only a receipt signed by this key (lockstep audit key)"),
        Flag(
            "before", nil, .value(.moment, \.before),
            "archive: only files whose entries are all older than this"),
    ]
}

extension AuditOptions {
    /// Throws where a flag stands beside a word that it is not for.
    func checkUses(_ word: String?) throws(Problem) {
        guard before == nil || word == "archive" else {
            throw .usage("--before is for: lockstep audit archive FILE")
        }
        guard key == nil || word == "verify" else {
            throw .usage("--key is for: lockstep audit verify FILE")
        }
    }
}
