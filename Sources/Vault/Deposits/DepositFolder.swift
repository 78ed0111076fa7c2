internal import Glibc
internal import Lifecycle
internal import Platform

/// The folder beside a vault in which deposits wait, each in a file of its own. Not the vault's file: who deposits can read none of it, and
/// need not even have it.
struct DepositFolder {
    let path: String

    private static let ending = ".deposit"
    /// How many files are looked at at one time.
    static let most = 256

    /// The usual one of a vault.
    static func beside(_ vault: String) -> DepositFolder { DepositFolder(path: vault + "-deposits") }

    /// Where a deposit is.
    func path(of id: OperationID) -> String { "\(path)/\(id.hex)\(DepositFolder.ending)" }

    /// The deposits that there are, in order, and whether there are more than are looked at.
    func deposits() -> (ids: [OperationID], isCut: Bool) {
        var found: [OperationID] = []
        guard var entries = try? FolderEntries(Array(path.utf8)) else { return ([], false) }
        while let entry = try? entries.next() {
            let name = String(decoding: entry.name, as: UTF8.self)
            guard name.hasSuffix(DepositFolder.ending),
                let id = OperationID(hex: String(name.dropLast(DepositFolder.ending.count)))
            else { continue }
            guard found.count < DepositFolder.most else { return (DepositFolder.sorted(found), true) }
            found.append(id)
        }
        return (DepositFolder.sorted(found), false)
    }

    private static func sorted(_ ids: [OperationID]) -> [OperationID] { ids.sorted { $0.hex < $1.hex } }

    /// How many were written since a moment.
    func count(since moment: Instant?) -> Int {
        deposits().ids.count { id in
            guard let moment else { return true }
            guard let status = try? FileStatus(at: path(of: id)) else { return false }
            return status.changed / 1_000_000_000 >= moment.seconds
        }
    }

    /// Holds a deposit for this process, for as long as the file is open; `nil` for one that is gone. Throws `underway`, `unreadable`,
    /// `malformed`.
    func claim(_ id: OperationID) throws(DepositFlaw) -> Descriptor? {
        let path = path(of: id)
        do throws(SystemError) {
            let file = try Descriptor(opening: path, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
            let status = try file.status()
            guard status.kind == .file else { throw SystemError(EINVAL) }
            guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else { throw SystemError(EWOULDBLOCK) }
            // Between the two another process may have taken it in, or put another state in its place.
            guard try FileStatus(at: path).identity == status.identity else { throw SystemError(EWOULDBLOCK) }
            guard status.size <= DepositFile.limit else { throw SystemError(EFBIG) }
            return file
        } catch {
            switch error.number {
            case ENOENT: return nil
            case EWOULDBLOCK: throw .underway
            case EFBIG: throw .malformed
            default: throw .unreadable
            }
        }
    }

    /// Wipes a deposit and takes it away, with the drafts of it that a killed process left.
    func remove(_ id: OperationID, _ file: borrowing Descriptor) throws(SystemError) {
        let path = path(of: id)
        let zeros = [UInt8](repeating: 0, count: min(Files.size(of: path), DepositFile.limit))
        try SystemError.check(lseek(file.number, 0, SEEK_SET) < 0 ? -1 : 0)
        try file.write(zeros)
        try file.sync()
        try SystemError.check(unsafe unlink(path))
        DraftName.removeAbandoned(of: path)
        try Files.syncFolder(of: path)
    }
}
