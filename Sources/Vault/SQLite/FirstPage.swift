internal import Glibc
internal import Lifecycle
internal import Platform

/// SQLite's first page, made anew where it is damaged: it has the file's header and says where each table begins, which is the same in
/// every vault that Lockstep makes or migrates (https://sqlite.org/fileformat2.html, 1.3 and 2.6).
struct FirstPage {
    private static let size = 4096
    private let files: VaultFiles

    /// Takes the files of a vault that SQLite does not read any more.
    init(of files: VaultFiles) { self.files = files }

    /// Whether all of the vault is in its file: pages in the log would be laid over whatever is made here.
    private var isWhole: Bool { Files.size(of: files.log) <= 0 }

    /// Makes a copy of the file with a new first page beside it, and hands its store to `verify`; where that does not throw the copy takes the
    /// place of the file. Throws `altered` where no first page fits the others.
    func restore(_ verify: (any RowStore) throws(LedgerError) -> Void) throws(LedgerError) {
        guard isWhole else { throw LedgerError(.altered, .database).at(files.vault) }
        for hasAudit in [false, true] {
            let draft = try FileDraft(of: files.vault)
            let page = try FirstPage.made(draft.path, hasAudit: hasAudit)
            try write(page, to: draft.path)
            do throws(LedgerError) { try FirstPage.check(draft.path, verify) } catch {
                // What is read by way of the page says that it is not the right one; a disk that fails says nothing.
                guard [.altered, .foreign, .newer, .wrongKey].contains(error.code) else { throw error }
                continue
            }
            return try draft.replace()
        }
        throw LedgerError(.altered, .database).at(files.vault)
    }

    /// The first page of an empty vault.
    private static func made(_ draft: String, hasAudit: Bool) throws(LedgerError) -> [UInt8] {
        try fill(draft, hasAudit: hasAudit)
        do throws(SystemError) {
            return try Files.bytes(of: draft, limit: 1 << 20).prefix(size).map { $0 }
        } catch {
            throw LedgerError(error)
        }
    }

    private static func fill(_ draft: String, hasAudit: Bool) throws(LedgerError) {
        let connection = try Connection(path: draft)
        try connection.execute("BEGIN IMMEDIATE")
        if hasAudit { try connection.execute(text: Schema.text(of: .audit)) }
        try Schema.make(in: connection)
        try connection.execute("COMMIT")
        try connection.writeAhead()
        try connection.emptyLog()
    }

    /// Writes the vault's pages with another first one, synced.
    private func write(_ page: [UInt8], to draft: String) throws(LedgerError) {
        for ending in ["-wal", "-shm"] { unsafe unlink(draft + ending) }
        do throws(SystemError) {
            let source = try Descriptor(opening: files.vault, O_RDONLY | O_NOFOLLOW)
            let target = try Descriptor(opening: draft, O_WRONLY | O_TRUNC | O_NOFOLLOW)
            let count = Files.size(of: files.vault)
            var first = page
            // The size of the file in pages, and no free ones: those that there were stay unused.
            for (place, value) in [(28, UInt32(clamping: count / FirstPage.size)), (32, 0), (36, 0)] {
                for byte in 0..<4 {
                    first[place + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32(byte)))
                }
            }
            // The size counts where these two are the same.
            first.replaceSubrange(92..<96, with: first[24..<28])
            try target.write(first)
            var place = FirstPage.size
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while place < count {
                let got = unsafe pread(source.number, &buffer, min(buffer.count, count - place), off_t(place))
                guard got > 0 else { throw SystemError(got < 0 ? errno : EIO) }
                try target.write(Array(buffer[..<got]))
                place += got
            }
            guard fsync(target.number) == 0 else { throw SystemError(errno) }
        } catch { throw LedgerError(error) }
    }

    private static func check(
        _ draft: String, _ verify: (any RowStore) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let files = try VaultFiles(at: draft)
        let connection = try Connection(path: draft)
        guard try Schema.version(of: connection) == Schema.version else {
            throw LedgerError(.altered, .userVersion)
        }
        try Schema.check(connection)
        let store = try SQLiteRowStore(connection, files)
        try verify(store)
        _ = try connection.emptyLogIfFree()
    }
}
