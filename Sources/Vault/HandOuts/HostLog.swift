internal import Lifecycle
internal import Secrets

/// The reading log of this machine, as an open vault uses it: opened when it is needed first.
final class HostLog {
    private unowned let vault: OpenVault
    private var log: FileReadingLog?
    /// The epoch whose keys the log was opened with.
    private var epoch: UInt32 = 0
    /// When this process looked last whether there is something to remove.
    private var retired: Instant?
    /// The time of the newest entry that this process knows of.
    private(set) var newest: Instant?

    init(_ vault: OpenVault) { self.vault = vault }

    /// The log; throws `unlogged` where this machine can keep nothing of the vault.
    func opened() throws(LedgerError) -> FileReadingLog {
        if let log, epoch == vault.keys.current.epoch { return log }
        guard let opened = try kept() else {
            throw LedgerError(.unlogged, .folder).at(vault.host.folder)
        }
        var entries = try opened.entries()
        newest = try entries.next()?.time
        (log, epoch) = (opened, vault.keys.current.epoch)
        return opened
    }

    /// The log, whatever state it is in; `nil` where this machine keeps nothing of the vault.
    func kept() throws(LedgerError) -> FileReadingLog? {
        if let log, epoch == vault.keys.current.epoch { return log }
        guard case .mark(let mark) = try vault.seenBefore() else { return nil }
        return FileReadingLog(in: ReadingFolder(in: vault.host.folder, host: mark.host), vault.keys.logKeys)
    }

    /// Writes entries before anything is handed out. With `isUnlogged` somebody wants the string although nobody can write it down:
    /// `false` where that was so.
    func append(_ entries: [RepeatedEntry], isUnlogged: Bool) throws(LedgerError) -> Bool {
        guard !entries.isEmpty else { return true }
        do throws(LedgerError) {
            try opened().append(entries)
        } catch {
            guard isUnlogged, [.unlogged, .full, .unwritable].contains(error.code) else { throw error }
            return false
        }
        if let last = entries.last?.entry.time, newest.map({ $0 < last }) ?? true { newest = last }
        return true
    }

    /// Removes what is older than the vault wants it kept. A process looks once a day, and mostly finds that there is nothing.
    func retire(at now: Instant) {
        guard let log, retired.map({ now.seconds - $0.seconds >= 86_400 }) ?? true else { return }
        retired = now
        let retention = ReadingRetention(
            log.folder, olderThan: now, keeping: HostLog.mostBytes, anchors: nil)
        // Nobody waits for this, and what cannot be removed now is removed later.
        guard let contents = try? log.folder.contents(), retention.isDue(contents) else { return }
        let kept = AuditKeep.seconds(in: (try? vault.setting(.auditKeep)) ?? nil) ?? AuditKeep.usual
        _ = try? log.retire(olderThan: now.advanced(by: -kept), keeping: HostLog.mostBytes)
    }

    /// So many bytes of readings are kept at most.
    private static let mostBytes = 256 << 20

    /// How far each of this machine's logs is durable, for the change log; nothing where that cannot be told.
    var anchors: [UInt8] {
        guard let log = try? opened(), let ends = try? log.ends() else { return [] }
        return ChangeRow.encode(ends)
    }

    /// The entries of this machine, newest first; `nil` where it keeps none.
    func entries() throws(LedgerError) -> ReadingCursor? { try kept()?.entries() }

    /// Gives what this machine's processes append from now on; `nil` where it keeps nothing.
    func follower() throws(LedgerError) -> ReadingFollower? {
        try kept().map { (log) throws(LedgerError) in try ReadingFollower(log.folder, vault.keys.logKeys) }
    }

    /// Looks through everything that this machine has logged, past what is wrong.
    func examine(against anchors: [ReadingAnchor]) throws(LedgerError) -> AuditReport {
        guard let log = try kept() else { return AuditReport() }
        let host = log.folder.host
        var report = AuditReport(try log.verify(against: anchors.filter { $0.host == host }))
        let others = Set(anchors.filter { $0.host != host }.map(\.writer)).count
        if others > 0 { report.warnings.append(.elsewhere(logs: UInt64(others))) }
        return report
    }

    /// Notes that a person was told of what is wrong.
    func accept(against anchors: [ReadingAnchor]) throws(LedgerError) {
        guard let log = try kept() else { return }
        try log.note(try log.verify(against: anchors.filter { $0.host == log.folder.host }))
    }

    /// Who had a label's tokens, as far as this machine knows.
    func readings(of label: Label, generation: UInt32?) throws(LedgerError) -> Lifecycle.LabelReadings {
        var found = Lifecycle.LabelReadings()
        guard let log = try kept() else { return found }
        for item in try log.readings(of: label.text)
        where generation.map({ $0 == item.generation }) ?? true {
            found.count += item.all.count
            found.isComplete = found.isComplete && !item.isIncomplete
            found.note(item.all)
            for (reader, count) in item.readers {
                found.readers.append(
                    Lifecycle.LabelReadings.Reader(
                        executable: reader.executable, unit: reader.unit, user: reader.user,
                        generation: item.generation, first: Instant(seconds: count.first),
                        last: Instant(seconds: count.last), count: count.count))
            }
        }
        return found
    }

    /// How often something was handed out, as far as this machine's log goes back.
    func count() throws(LedgerError) -> UInt64 {
        guard let log = try kept() else { return 0 }
        return try log.readings(of: nil).reduce(0) { $0 &+ $1.all.count }
    }

    /// Leaves the log that it writes to others.
    func leave() { log?.leave() }

    func beginSync() -> SyncProgress { log?.beginSync() ?? .durable }
    func sync() throws(LedgerError) { try log?.sync() }
}

extension Lifecycle.LabelReadings {
    /// Widens the time between the first reading and the last.
    fileprivate mutating func note(_ count: ReadingCount) {
        let (begin, end) = (Instant(seconds: count.first), Instant(seconds: count.last))
        first = first.map { min($0, begin) } ?? begin
        last = last.map { max($0, end) } ?? end
    }
}

extension AuditReport {
    /// What a look through a whole reading log found.
    fileprivate init(_ verdict: ReadingVerdict) {
        self.init()
        (readings, writers, files) = (verdict.entries, UInt64(verdict.writers), UInt64(verdict.files))
        for finding in verdict.findings {
            if finding.isNoted {
                warnings.append(.accepted(file: finding.path))
            } else {
                damages.append(finding.error)
            }
        }
        if verdict.torn > 0 { warnings.append(.torn(times: UInt64(verdict.torn))) }
        if verdict.removed > 0 { warnings.append(.removed(entries: verdict.removed)) }
    }
}
