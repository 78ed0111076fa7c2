internal import Glibc
internal import Lifecycle

/// Whether files and folders are this user's, so that nobody else can read or replace what is in them.
enum Ownership {
    /// Throws `foreignOwner` or `exposed` unless a file is this user's, and nobody else's to read or write.
    static func requirePrivate(
        _ status: stat, _ path: String, _ part: LedgerError.Part
    ) throws(LedgerError) {
        guard status.st_uid == geteuid() else { throw LedgerError(.foreignOwner, part).at(path) }
        guard status.st_mode & 0o077 == 0 else { throw LedgerError(.exposed, part).at(path) }
    }

    /// Throws `foreignOwner` or `sharedFolder` unless nobody but this user and root can replace what is in a folder, or any
    /// folder that leads there. Nothing is asked of folders that are not there yet.
    static func requireSafe(_ folder: String) throws(LedgerError) {
        var (path, isInnermost) = try resolved(folder)
        while true {
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { throw Connection.system(errno).at(path) }
            if let code = FolderRule.broken(by: status, at: path, isInnermost: isInnermost) {
                throw LedgerError(code, .folder).at(path)
            }
            guard path != "/" else { return }
            path = FileSystem.folder(of: path)
            isInnermost = false
        }
    }

    /// A path without links, or that of the nearest folder above it that is there; and which of the two it is.
    private static func resolved(_ path: String) throws(LedgerError) -> (String, isWhole: Bool) {
        var above = path
        while true {
            if let found = unsafe realpath(above, nil) {
                defer { unsafe free(found) }
                return (unsafe String(cString: found), above == path)
            }
            guard errno == ENOENT, above != "/", above != "." else {
                throw Connection.system(errno).at(above)
            }
            above = FileSystem.folder(of: above)
        }
    }
}
