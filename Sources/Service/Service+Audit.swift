package import Lifecycle
package import Requests

extension Service {
    /// A part of the log; with `isVerified` every row of the vault and both logs are proven first.
    package func audit(_ filter: AuditFilter, isVerified: Bool = false) throws(Failure) -> AuditPage {
        try reading { () throws(LedgerError) in
            var report: AuditReport?
            if isVerified {
                try vault.examine()
                report = try vault.verifyAudit()
            }
            return try newest(filter, report)
        }
    }

    /// An archive's part of the log. All of it is proven before anything is given.
    package func audit(_ filter: AuditFilter, archive file: LentFiles) throws(Failure) -> AuditPage {
        var (found, isCut): ([AuditEntry], Bool) = ([], false)
        // Of millions no more are kept than are shown, and as many again.
        let most = filter.limit.map { 2 * $0 + 1000 } ?? Int.max
        func cut() {
            found.sort { $0.time < $1.time }
            guard let limit = filter.limit, found.count > limit else { return }
            found.removeFirst(found.count - limit)
            isCut = true
        }
        var report = AuditReport()
        do throws(LedgerError) {
            let read = try vault.readArchive(file) { entry in
                guard filter.lets(entry) else { return }
                found.append(entry)
                if found.count >= most { cut() }
            }
            (report.readings, report.files) = (read.entries, read.files)
        } catch { throw .archive(error, file: file.path) }
        cut()
        return AuditPage(found, isCut: isCut, verified: report)
    }

    /// Moves hand-outs of this machine into a new file; only those before a moment, where one is named as a person writes it.
    package func archive(to file: LentFiles, before text: String?) throws(Failure) -> ArchiveReport {
        try permit(ChangeScope(), by: "audit archive")
        let before = try text.map { text throws(Failure) in try TimeGrammar.past(text, now: now) }
        let entry = AuditEntry(
            .readingsArchived, time: now, label: "", caller: conditions.origin.caller,
            interface: conditions.origin.interface)
        do throws(LedgerError) {
            return try vault.archiveReadings(to: file, before: before, noting: entry)
        } catch { throw .archive(error, file: file.path) }
    }

    /// Who had the tokens of a label.
    package func readers(of label: Label) throws(Failure) -> LabelReadings {
        try reading { () throws(LedgerError) in try vault.readings(of: label) }
    }

    private func newest(_ filter: AuditFilter, _ report: AuditReport?) throws(LedgerError) -> AuditPage {
        var (found, isCut): ([AuditEntry], Bool) = ([], false)
        try vault.audit { entry in
            if filter.isPast(entry) { return false }
            if found.count == filter.limit {
                isCut = filter.isRecent(entry)
                return !isCut
            }
            if filter.lets(entry) { found.append(entry) }
            return true
        }
        return AuditPage(found.reversed(), isCut: isCut, verified: report)
    }
}
