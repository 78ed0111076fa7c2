internal import Lifecycle

extension RecentChanges {
    /// What has changed, for people; `nil` where it is not known since when.
    func words(since looked: Instant?, now: Instant) -> String? {
        guard let looked, let counts else { return nil }
        let since = "since you last looked (\(Times.relative(looked, now: now)))"
        let all = RecentChanges.words(counts.map { ($0.event, $0.all) })
        guard !all.isEmpty else { return "nothing \(since)" }
        let byAgent = RecentChanges.words(counts.map { ($0.event, $0.byAgent) })
        return "\(since)\(isCut ? ", of the newest changes" : ""): \(all)"
            + (byAgent.isEmpty ? "" : "; by the agent: \(byAgent)")
    }

    /// What counts as what; nothing is said of what only begins, or belongs to another event.
    private static let kinds: [(word: String, plural: String, events: Set<AuditEvent>)] = [
        ("created", "created", [.tokenActive]), ("adopted", "adopted", [.adopted]),
        ("renamed", "renamed", [.renamed]), ("rotated", "rotated", [.rotated]),
        ("revoked", "revoked", [.revokedAndPurged, .revokedUnmanaged]),
        ("forgotten", "forgotten", [.forgotten]),
        ("grant changed", "grants changed", [.granted, .ungranted]),
        ("policy changed", "policies changed", [.policyChanged]),
        ("setting changed", "settings changed", [.settingChanged]), ("login", "logins", [.accountSealed]),
        ("logout", "logouts", [.accountWiped]), ("rekeyed", "rekeyed", [.rekeyed]),
        ("repaired", "repaired", [.repaired]),
        ("older copy accepted", "older copies accepted", [.olderAccepted]),
        ("archive of hand-outs", "archives of hand-outs", [.readingsArchived]),
    ]

    private static func words(_ counts: [(event: AuditEvent, count: UInt64)]) -> String {
        kinds.compactMap { kind in
            let count = counts.reduce(0) { kind.events.contains($1.event) ? $0 + $1.count : $0 }
            return count > 0 ? "\(count) \(count == 1 ? kind.word : kind.plural)" : nil
        }.joined(separator: ", ")
    }
}
