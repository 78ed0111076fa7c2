internal import Glibc
internal import Lifecycle
internal import Platform

/// The copy of a vault of format 1 that lies beside it while it is made one of this format.
struct FormatCopy {
    let path: String

    init(of files: VaultFiles) { path = files.vault + "-format1" }

    var isThere: Bool { unsafe access(path, F_OK) == 0 }

    /// Copies the file, whole and synced. Whoever calls has the write lock.
    func make(from connection: Connection) throws(LedgerError) {
        remove()
        do throws(SystemError) { _ = try Files.make(path) } catch { throw LedgerError(error).at(path) }
        do throws(LedgerError) {
            let copy = try Connection(path: path)
            // What a crash leaves of it is nobody's.
            try copy.execute("PRAGMA journal_mode = MEMORY")
            try Overwriting(copy, by: connection).commit()
            try VaultFiles.sync(log: path)
            do throws(SystemError) { try Files.syncFolder(of: path) } catch { throw LedgerError(error) }
        } catch { throw error.at(path) }
    }

    /// Takes the copy away: it would keep what is purged later.
    func remove() {
        if let file = try? Descriptor(opening: path, O_WRONLY | O_NOFOLLOW) {
            let (size, zeros) = (Files.size(of: path), [UInt8](repeating: 0, count: 1 << 16))
            var place = 0
            while place < size {
                let wrote = unsafe pwrite(
                    file.number, zeros, min(zeros.count, size - place), off_t(place))
                guard wrote > 0 else { break }
                place += wrote
            }
            _ = fsync(file.number)
        }
        unsafe unlink(path)
        try? Files.syncFolder(of: path)
    }

    /// Takes away what a migration has left that was stopped: the copy is nobody's where nobody else writes and the vault is of format 1.
    func removeAbandoned(_ connection: Connection) {
        guard isThere, !connection.isFixed else { return }
        let usual = connection.patience
        try? connection.setPatience(0)
        defer { try? connection.setPatience(usual) }
        guard (try? connection.execute("BEGIN IMMEDIATE")) != nil else { return }
        if (try? Format1.isThere(connection)) == true { remove() }
        try? connection.execute("ROLLBACK")
    }
}
