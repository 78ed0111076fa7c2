internal import Glibc
internal import Lifecycle

/// Files and folders that belong to this user alone.
enum FileSystem {
    /// Makes a folder and those above it, each 0700, where they are missing.
    @discardableResult
    static func makeFolder(_ path: String) -> Bool {
        if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            return false
        }
        return makeFolder(String(path[..<slash])) && (unsafe mkdir(path, 0o700) == 0 || errno == EEXIST)
    }

    /// The folder that a path lies in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The size of a file in bytes; 0 when there is none.
    static func size(of path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Throws `missing` when there is no such file, `exposed` when it is not this user's alone.
    static func requirePrivate(_ path: String) throws(LedgerError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw Connection.system(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError(.foreign, "file") }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw LedgerError(.exposed, "file")
        }
    }

    /// Makes an empty file that nobody else can read; throws `exists` when there is one.
    static func makeFile(_ path: String) throws(LedgerError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw errno == EEXIST ? LedgerError(.exists, "file") : Connection.system(errno)
        }
        close(file)
    }

    /// Makes durable what was written to a file.
    static func sync(_ path: String) throws(LedgerError) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            // No log: a checkpoint has synced all of it to the database and taken it away.
            guard errno == ENOENT else { throw Connection.system(errno) }
            return
        }
        defer { close(file) }
        guard fdatasync(file) == 0 else { throw Connection.system(errno) }
    }

    /// Gives a finished file its name; throws `exists` and changes nothing when the name is taken.
    static func publish(_ made: String, as path: String) throws(LedgerError) {
        guard unsafe link(made, path) == 0 else {
            throw errno == EEXIST ? LedgerError(.exists, "file") : Connection.system(errno)
        }
        let folder = unsafe open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}
