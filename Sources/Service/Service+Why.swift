package import Lifecycle
package import Requests

extension Service {
    /// What is known of the use of a label's tokens.
    package func why(_ label: Label) throws(Failure) -> WhyResult {
        let record = try record(label)
        let surroundings = try surroundings(pending: true)
        let recent = now.advanced(by: -WhyResult.recentDays * 86_400)
        var result = WhyResult(surroundings.view(of: record), recent: recent)
        let overlaps = try overlaps()
        try reading { () throws(LedgerError) in
            for older in try vault.records(under: label) where older.id != record.id {
                result.older.append(
                    TimelineItem(surroundings.view(of: older), overlap: overlaps[older.id]))
            }
            result.hosts = try vault.hosts(of: record.id).destinations
            result.readings = try vault.readings(of: label)
            result.keep = AuditKeep.seconds(in: try vault.setting(.auditKeep)) ?? AuditKeep.usual
            result.made = try maker(of: record)
            try addUses(of: label, to: &result)
        }
        return result
    }

    /// The entry that tells how a token came into the vault. It is nowhere before the string was sealed.
    private func maker(of record: Record) throws(LedgerError) -> AuditEntry? {
        // Clocks may have been set since.
        let earliest = record.sealed.advanced(by: -86_400)
        var found: AuditEntry?
        try vault.auditChanges { entry in
            guard entry.token == record.token.id, Service.making.contains(entry.event) else {
                return entry.time >= earliest
            }
            found = entry
            return false
        }
        return found
    }

    private static let making: Set<AuditEvent> = [.tokenSealed, .tokenActive, .adopted, .rotated]

    /// So many entries of the log are looked through for uses: less than a second's work.
    private static let mostEntries = 200_000

    /// Adds through what the tokens of a label were handed out lately.
    private func addUses(of label: Label, to result: inout WhyResult) throws(LedgerError) {
        var (uses, looked): ([WhyResult.Use], Int) = ([], 0)
        var since = result.recent
        try vault.audit { entry in
            guard entry.time >= result.recent else { return false }
            looked += 1
            guard looked <= Service.mostEntries else {
                since = entry.time
                return false
            }
            guard entry.event == .handedOut, entry.label == label.text else { return true }
            if let place = uses.firstIndex(where: { $0.detail == entry.detail }) {
                uses[place].count += 1
            } else if uses.count < WhyResult.mostUses {
                uses.append(WhyResult.Use(entry.detail, last: entry.time, count: 1))
            }
            return true
        }
        (result.uses, result.usesSince) = (uses, since)
    }
}
