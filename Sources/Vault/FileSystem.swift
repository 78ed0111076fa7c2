internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Secrets

/// Files and folders that belong to this user alone, made so that they outlast a power cut.
enum FileSystem {
    /// Makes a folder and those above it, each 0700 and synced, where they are missing.
    static func makeFolder(_ path: String) -> Bool {
        if unsafe mkdir(path, 0o700) == 0 { return syncFolder(of: path) }
        if errno == EEXIST { return true }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            return false
        }
        guard makeFolder(String(path[..<slash])) else { return false }
        return unsafe mkdir(path, 0o700) == 0 ? syncFolder(of: path) : errno == EEXIST
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

    /// The first 4 KiB of a file that the system writes; `nil` when it cannot be read.
    static func text(of path: String) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe read(file, &bytes, bytes.count)
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Makes an empty file that nobody else can read; throws `exists` when there is one.
    static func makeFile(_ path: String) throws(LedgerError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw errno == EEXIST ? LedgerError(.exists, .file) : Connection.system(errno)
        }
        close(file)
    }

    /// A name beside a file that nobody can foresee.
    static func draftName(for path: String) -> String { "\(path).new-\(Hex.text(Random.bytes(8)))" }

    /// Writes a durable file beside the one that it is to become; returns its path.
    static func draft(_ bytes: [UInt8], for path: String) throws(LedgerError) -> String {
        let draft = draftName(for: path)
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Connection.system(errno) }
        defer { close(file) }
        guard unsafe write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
            let number = errno
            unsafe unlink(draft)
            throw Connection.system(number)
        }
        return draft
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

    /// Makes durable which names the folder of a path has; `false` when the disk refuses, as errno says.
    static func syncFolder(of path: String) -> Bool {
        errno = unsafe lockstep_sync_folder(folder(of: path))
        return errno == 0
    }

    /// Gives a finished file its name, durably; throws `exists` and changes nothing when the name is taken.
    static func publish(_ made: String, as path: String) throws(LedgerError) {
        guard unsafe link(made, path) == 0 else {
            throw errno == EEXIST ? LedgerError(.exists, .file) : Connection.system(errno)
        }
        guard syncFolder(of: path) else {
            let number = errno
            unsafe unlink(path)
            throw Connection.system(number)
        }
    }
}
