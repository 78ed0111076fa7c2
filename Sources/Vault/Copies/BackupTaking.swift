internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// Takes a backup: all rows of one snapshot, so that whoever writes meanwhile is neither kept from it nor seen. No key is needed.
///
/// SQLite keeps the log from being emptied while the snapshot is read: a purge at that time ends as *pending*, and a `sync` finishes it.
struct BackupTaking {
    let store: any RowStore

    /// Writes a new file, reads it back, and only then gives it its name. `prove` looks at what was written before that.
    func run(
        to path: String, at time: Instant,
        _ prove: (borrowing Descriptor) throws(LedgerError) -> Void = { _ in }
    ) throws(LedgerError) -> BackupReport {
        guard Files.isFree(path) else { throw LedgerError(.exists, .backup).at(path) }
        var draft: Draft
        do throws(SystemError) { draft = try Draft(of: path) } catch { throw LedgerError(error).at(path) }
        let report: BackupReport
        do throws(LedgerError) {
            report = try write(to: draft.file, path, time)
            try BackupTaking.require(report, in: draft.file)
            try prove(draft.file)
        } catch { throw error.code == .full || error.part == .disk ? error.at(path) : error }
        do throws(Draft.Failure) { try draft.publish() } catch {
            switch error {
            case .unwritable(let error) where error.number == EEXIST:
                throw LedgerError(.exists, .backup).at(path)
            case .unwritable(let error), .notDurable(let error): throw LedgerError(error).at(path)
            }
        }
        return report
    }

    private func write(
        to file: borrowing Descriptor, _ path: String, _ time: Instant
    ) throws(LedgerError) -> BackupReport {
        try store.begin(writing: false)
        defer { store.end() }
        let vault = try Entrance(store).best.vault
        let newest = try store.cursor(.changes, after: nil, backwards: true).next()
        let counter = newest.flatMap { RowKey.number($0.key) } ?? 0
        var writer = BackupWriter(BackupHeader(vault: vault, counter: counter, taken: time), to: file)
        var row = StoredRow()
        for table in Table.allCases {
            let rows = try store.cursor(table, after: nil, backwards: false)
            while try rows.next(&row) { try writer.add(table, row) }
        }
        return BackupReport(path: path, taken: time, counter: counter, rows: try writer.finish())
    }

    /// Throws unless a file reads as what was written to it.
    private static func require(
        _ report: BackupReport, in file: borrowing Descriptor
    ) throws(LedgerError) {
        var reader = try BackupReader(BackupTaking.again(file))
        guard try reader.rows({ _, _ in }) == report.rows, reader.header.counter == report.counter else {
            throw LedgerError(.altered, .backup)
        }
    }

    /// A file from its beginning, whatever was written or read of it.
    static func again(_ file: borrowing Descriptor) throws(LedgerError) -> Descriptor {
        do throws(SystemError) {
            try SystemError.check(lseek(file.number, 0, SEEK_SET) < 0 ? -1 : 0)
            return try Descriptor(copying: file.number)
        } catch { throw LedgerError(error) }
    }
}
