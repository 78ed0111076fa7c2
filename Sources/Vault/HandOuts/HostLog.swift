internal import Lifecycle
internal import Secrets

/// The reading log of this machine, as an open vault uses it: opened when it is needed first.
final class HostLog {
    private unowned let vault: OpenVault
    private var log: FileReadingLog?
    /// The epoch whose keys the log was opened with.
    private var epoch: UInt32 = 0
    /// The time of the newest entry that this process knows of.
    private(set) var newest: Instant?

    init(_ vault: OpenVault) { self.vault = vault }

    /// The log; throws `unlogged` where this machine can keep nothing of the vault.
    func opened() throws(LedgerError) -> FileReadingLog {
        if let log, epoch == vault.keys.current.epoch { return log }
        guard case .mark(let mark) = try vault.host.load(vault.keys.logKeys) else {
            throw LedgerError(.unlogged, .folder).at(vault.host.folder)
        }
        let opened = FileReadingLog(
            in: ReadingFolder(in: vault.host.folder, host: mark.host), vault.keys.logKeys)
        (log, epoch) = (opened, vault.keys.current.epoch)
        var entries = try opened.entries()
        newest = try entries.next()?.time
        return opened
    }

    /// Writes entries before anything is handed out. With `isUnlogged` somebody wants the string although nobody can write it down.
    func append(_ entries: [AuditEntry], isUnlogged: Bool) throws(LedgerError) {
        guard !entries.isEmpty else { return }
        do throws(LedgerError) {
            try opened().append(entries)
        } catch {
            guard isUnlogged, [.unlogged, .full, .unwritable].contains(error.code) else { throw error }
            return
        }
        if let last = entries.last?.time, newest.map({ $0 < last }) ?? true { newest = last }
    }

    /// How far each of this machine's logs is durable, for the change log; nothing where that cannot be told.
    var anchors: [UInt8] {
        guard let log = try? opened(), let ends = try? log.ends() else { return [] }
        return ChangeRow.encode(ends)
    }

    /// The entries of this machine, newest first; `nil` where it keeps none.
    func entries() throws(LedgerError) -> ReadingCursor? {
        guard isKept else { return nil }
        return try opened().entries()
    }

    /// Whether this machine keeps anything of the vault.
    private var isKept: Bool {
        if case .mark = try? vault.host.load(vault.keys.logKeys) { true } else { false }
    }

    /// Proves everything that this machine has logged; throws the first thing that is wrong.
    func verify(against anchors: [ReadingAnchor], _ report: inout AuditReport) throws(LedgerError) {
        guard isKept else { return }
        let log = try opened()
        let mine = anchors.filter { $0.host == log.folder.host }
        let verdict = try log.verify(against: mine)
        if let first = verdict.findings.first(where: { !$0.isNoted }) { throw first.error }
        (report.readings, report.writers) = (verdict.entries, UInt64(verdict.writers))
        report.files = UInt64(verdict.files)
        let others = Set(anchors.filter { $0.host != log.folder.host }.map(\.writer)).count
        if others > 0 { report.warnings.append(.elsewhere(logs: UInt64(others))) }
    }

    /// Who had a record's string, as far as this machine knows.
    func readings(of record: Record) throws(LedgerError) -> Lifecycle.LabelReadings {
        var found = Lifecycle.LabelReadings()
        guard isKept else { return found }
        for item in try opened().readings(of: record.label.text) where item.generation == record.generation {
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
