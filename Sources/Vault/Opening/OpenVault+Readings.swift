internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

// This machine's reading log: who had what, what is wrong with it, and its archives.

extension OpenVault {
    func readings(of record: Record) throws(LedgerError) -> Lifecycle.LabelReadings {
        try handOuts.log.readings(of: record.label, generation: record.generation)
    }

    func readings(of label: Label) throws(LedgerError) -> Lifecycle.LabelReadings {
        try handOuts.log.readings(of: label, generation: nil)
    }

    func handOutCount() throws(LedgerError) -> UInt64 { try handOuts.log.count() }

    func lastSync() -> Instant? { SyncMark(in: host.folder).moment(keys.logKeys) }

    func toldExpiries() -> Set<ExpiryMark> { ToldExpiries(in: host.folder).marks }

    func note(told marks: Set<ExpiryMark>) { ToldExpiries(in: host.folder).keep(marks) }

    func note(synced moment: Instant) { SyncMark(in: host.folder).keep(moment, keys.logKeys) }

    func examineReadings() throws(LedgerError) -> AuditReport {
        // A vault whose own log is damaged has noted nothing that counts.
        try handOuts.log.examine(against: (try? verifyChanges().anchors) ?? [])
    }

    func acceptReadings(noting entry: AuditEntry) throws(LedgerError) -> AuditReport {
        let report = try examineReadings()
        guard !report.damages.isEmpty else { return report }
        try write { (transaction) throws(LedgerError) in transaction.append(entry) }
        noteChange()
        try handOuts.log.accept(against: (try? verifyChanges().anchors) ?? [])
        return report
    }

    func archiveReadings(
        to lent: LentFiles, before moment: Instant?, noting entry: AuditEntry
    ) throws(LedgerError) -> ArchiveReport {
        let path = lent.path
        guard let log = try handOuts.log.kept() else { return ArchiveReport() }
        var draft = try lent.draft()
        let archiver = try log.archive(to: draft.file, before: moment)
        let report = ArchiveReport(archiver.removal)
        guard report.files > 0 else { return report }
        do throws(Draft.Failure) { try draft.publish() } catch { throw LedgerError(error, path) }
        // What was written is read once more before anything goes.
        guard try read(lent.written(to: draft.file), { _ in }).entries == report.entries else {
            throw LedgerError(.altered, .archive).at(path)
        }
        var entry = entry
        entry.detail = "\(report.entries) hand-outs"
        try write { (transaction) throws(LedgerError) in transaction.append(entry) }
        noteChange()
        try archiver.remove()
        return report
    }

    func readArchive(
        _ lent: LentFiles, _ body: (AuditEntry) -> Void
    ) throws(LedgerError) -> ArchiveReport {
        try read(lent.archive(), body)
    }

    private func read(_ file: LogFile, _ body: (AuditEntry) -> Void) throws(LedgerError) -> ArchiveReport {
        let archive = try ReadingArchive(file, keys.logKeys)
        var report = ArchiveReport(files: UInt64(archive.sections.count))
        try archive.read { (entry) throws(LedgerError) in
            report.entries += 1
            body(entry)
        }
        return report
    }
}

extension ArchiveReport {
    fileprivate init(_ removal: ReadingRemoval) {
        self.init(
            files: UInt64(removal.files), entries: removal.entries, passedOver: UInt64(removal.passedOver))
    }
}

extension LedgerError {
    /// Why an archive did not get its name.
    fileprivate init(_ failure: Draft.Failure, _ path: String) {
        switch failure {
        case .unwritable(let error) where error.number == EEXIST:
            self = LedgerError(.exists, .archive).at(path)
        case .unwritable(let error), .notDurable(let error): self = LedgerError(error).at(path)
        }
    }
}

extension LentFiles {
    /// An archive that is there.
    func archive() throws(LedgerError) -> LogFile {
        guard let file = pair.first.take() else { throw LedgerError(.failed, .archive).at(path) }
        return try LogFile(archive: file, at: path)
    }

    /// The new file, for whoever completes it.
    fileprivate func draft() throws(LedgerError) -> Draft {
        do throws(SystemError) {
            // What is written to anything else may wait for a reader that never comes.
            guard let file = pair.first.take(), try file.status().kind == .file else {
                throw SystemError(EINVAL)
            }
            return try Draft(
                lent: DescriptorPair(file, pair.second.take()), name: Path.name(of: path), interim: interim)
        } catch { throw LedgerError(error).at(path) }
    }

    /// What was written to it, for whoever reads it again.
    fileprivate func written(to file: borrowing Descriptor) throws(LedgerError) -> LogFile {
        let copy: Descriptor
        do throws(SystemError) { copy = try Descriptor(copying: file.number) } catch {
            throw LedgerError(error).at(path)
        }
        return try LogFile(archive: copy, at: path)
    }
}
