internal import Glibc
internal import Lifecycle
internal import Platform

/// Whether files and folders are this user's, so that nobody else can read or replace what is in them.
enum Ownership {
    /// Throws `foreignOwner` or `exposed` unless a file is this user's, and nobody else's to read or write.
    static func requirePrivate(
        _ status: FileStatus, _ path: String, _ part: LedgerError.Part
    ) throws(LedgerError) {
        guard status.isOwn else { throw LedgerError(.foreignOwner, part).at(path) }
        guard status.isPrivate else { throw LedgerError(.exposed, part).at(path) }
    }

    /// Throws `foreignOwner` or `sharedFolder` unless nobody but this user and root can replace what is in a folder, or any
    /// folder that leads there. Nothing is asked of folders that are not there yet.
    static func requireSafe(_ folder: String) throws(LedgerError) {
        var (path, isInnermost) = try resolved(folder)
        while true {
            let status = try Ownership.status(at: path)
            if let code = FolderRule.broken(by: status, at: path, isInnermost: isInnermost) {
                throw LedgerError(code, .folder).at(path)
            }
            guard path != "/" else { return }
            path = Path.folder(of: path)
            isInnermost = false
        }
    }

    /// What is at a path itself.
    static func status(at path: String) throws(LedgerError) -> FileStatus {
        do throws(SystemError) { return try FileStatus(at: path) } catch { throw LedgerError(error).at(path) }
    }

    /// A path without links, or that of the nearest folder above it that is there; and which of the two it is.
    private static func resolved(_ path: String) throws(LedgerError) -> (String, isWhole: Bool) {
        var above = path
        while true {
            do throws(SystemError) { return (try Path.real(above), above == path) } catch {
                guard error.number == ENOENT, above != "/", above != "." else {
                    throw LedgerError(error).at(above)
                }
                above = Path.folder(of: above)
            }
        }
    }
}
